/** One panel that gives a link away in every form: what is chosen, what readers will see, and the text to take. */
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { CopyField } from "../ui/copy-field.tsx"
import { CopyChoices, FormChoice } from "./copy-choices.tsx"
import { type CopyLink, type CopyWish, copyText, FORM_USES, spoken } from "./copy-forms.ts"
import { CopyPreview } from "./copy-preview.tsx"

export type CopyPanelProps = {
  t: Translate
  link: CopyLink
  wish: CopyWish
  /** The page the panel stands on; the choices are added to it. */
  path: string
  wordsOf: (locale: Translate["locale"]) => Translate
  /** Shown in place of the plain copy field. */
  copy?: (text: string, wish: CopyWish) => ReactNode
}

export function CopyPanel({ t, link, wish, path, wordsOf, copy }: CopyPanelProps) {
  // What the page itself holds is in one language: the chosen one, else the fan's own.
  const inPage = wish.choice.lang === "auto" ? t : wordsOf(wish.choice.lang)
  const text = copyText(link, wish, { t: inPage, all: spoken(wish.choice, wordsOf) })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] overflow-clip rounded-card border border-line bg-surface lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid gap-2 border-b border-line p-5 sm:p-6 lg:col-span-2">
        <FormChoice t={t} link={link} wish={wish} path={path} />
        <p className="text-14 text-muted">{t.known(FORM_USES[wish.form])}</p>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5 p-5 sm:p-6">
        <figure className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <figcaption className="text-14 text-muted">{t("What your readers see")}</figcaption>
          <div className="grid min-h-32 grid-cols-[minmax(0,1fr)] items-center rounded-card bg-sunken p-4">
            <CopyPreview t={t} words={inPage} link={link} wish={wish} text={text} />
          </div>
        </figure>
        {copy ? copy(text, wish) : <CopyField key={text} label={fieldLabel(t, wish)} value={text} multiline />}
      </div>
      <div className="border-t border-line p-5 sm:p-6 lg:border-s lg:border-t-0">
        <CopyChoices t={t} link={link} wish={wish} path={path} />
      </div>
    </div>
  )
}

const fieldLabel = (t: Translate, { form }: CopyWish): string =>
  form === "post" ? t("The address to paste") : t("The text to paste")
