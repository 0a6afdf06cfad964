/** The choices of the copy panel: each is a link to the same page with that thing chosen, so Back goes back. */
import type { ReactNode } from "react"
import { LOCALE_NAMES, LOCALES, m, type Translate } from "#lib/kernel/messages.ts"
import { SegmentedControl } from "../ui/segmented-control.tsx"
import { CARD_SIZES, type CopyFormKey, type CopyLink, type CopyWish, SHELF_SIZES } from "./copy-forms.ts"
import { type WishChange, wishHref } from "./copy-wish.ts"
import { COLOURS, SCHEMES } from "./embed-choice.ts"

type ChoicesProps = { t: Translate; link: CopyLink; wish: CopyWish; path: string }
type Option = { value: string; label: ReactNode; change: WishChange }

const MARKUPS = { html: "HTML", markdown: "Markdown", bbcode: "BBCode" } as const
/** The badge is one form in three notations. */
export const isBadge = (form: CopyFormKey): form is keyof typeof MARKUPS => form in MARKUPS

const SCHEME_WORDS = { auto: m("Follows the reader"), light: m("Light"), dark: m("Dark") } as const
const COLOUR_WORDS = { house: m("Fanfare's"), page: m("Your page's") } as const

/** What kind of thing it is: the first choice, on which the others depend. */
export function FormChoice({ t, link, wish, path }: ChoicesProps) {
  const value = isBadge(wish.form) ? "html" : wish.form
  return <Choice label={t("Form")} name="form" value={value} segments={linked(path, wish, formOptions(t, link))} />
}

export function CopyChoices({ t, link, wish, path }: ChoicesProps) {
  const row = (name: string, label: string, value: string, options: readonly Option[]) => (
    <Choice label={label} name={name} value={value} segments={linked(path, wish, options)} />
  )
  const { form, choice } = wish
  return (
    <div className="grid content-start gap-5">
      {isBadge(form) && row("markup", t("Written as"), form, markupOptions())}
      {(form === "iframe" || form === "shelf") && row("size", t("Size"), wish.size, sizeOptions(t, wish))}
      {link.hasDemo && form !== "shelf" && row("as", t("Leads to"), choice.demo ? "demo" : "get", goalOptions(t))}
      {link.siteSlug !== null && row("colours", t("Colours"), choice.colours, colourOptions(t))}
      {row("theme", t("Light or dark"), choice.scheme, schemeOptions(t))}
      {row("lang", t("Language"), choice.lang, languageOptions(t))}
      {(isBadge(form) || form === "script") &&
        row("count", t("On its right"), choice.count ? "on" : "off", countOptions(t))}
    </div>
  )
}

const linked = (path: string, wish: CopyWish, options: readonly Option[]) =>
  options.map(({ change, ...option }) => ({ ...option, href: wishHref(path, wish, change) }))

const formOptions = (t: Translate, { siteSlug }: CopyLink): Option[] => [
  { value: "html", label: t("Badge"), change: { form: "html" } },
  { value: "iframe", label: t("Card"), change: { form: "iframe", size: "wide" } },
  { value: "script", label: t("Button"), change: { form: "script" } },
  { value: "post", label: t("Pasted address"), change: { form: "post" } },
  ...(siteSlug === null
    ? []
    : [{ value: "shelf", label: t("Shelf"), change: { form: "shelf", size: "wide" } } as const]),
]

const markupOptions = (): Option[] =>
  (Object.keys(MARKUPS) as (keyof typeof MARKUPS)[]).map((form) => ({
    value: form,
    label: MARKUPS[form],
    change: { form },
  }))

const sizeOptions = (t: Translate, { form }: CopyWish): Option[] =>
  (form === "shelf" ? SHELF_SIZES : CARD_SIZES).map(({ key, label }) => ({
    value: key,
    label: t.known(label),
    change: { size: key },
  }))

const goalOptions = (t: Translate): Option[] => [
  { value: "get", label: t("The title"), change: { demo: false } },
  { value: "demo", label: t("Its demo"), change: { demo: true } },
]

const colourOptions = (t: Translate): Option[] =>
  COLOURS.map((value) => ({ value, label: t.known(COLOUR_WORDS[value]), change: { colours: value } }))

const schemeOptions = (t: Translate): Option[] =>
  SCHEMES.map((value) => ({ value, label: t.known(SCHEME_WORDS[value]), change: { scheme: value } }))

const languageOptions = (t: Translate): Option[] => [
  { value: "auto", label: t("The reader's"), change: { lang: "auto" } },
  ...LOCALES.map((lang) => ({
    value: lang,
    label: <span lang={lang}>{LOCALE_NAMES[lang]}</span>,
    change: { lang },
  })),
]

const countOptions = (t: Translate): Option[] => [
  { value: "off", label: t("The price"), change: { count: false } },
  { value: "on", label: t("Carriers online"), change: { count: true } },
]

/** The label for eyes; for ears the control has it already. */
function Choice({ label, ...rest }: Parameters<typeof SegmentedControl>[0]) {
  return (
    <div className="grid justify-items-start gap-1.5">
      <span aria-hidden="true" className="text-14 font-semibold">
        {label}
      </span>
      <SegmentedControl label={label} {...rest} />
    </div>
  )
}
