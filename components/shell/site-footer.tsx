/** The foot of every page: what this is, in which world it runs, and light or dark. */
import { LOCALE_NAMES, LOCALES, type Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"
import { Rich } from "../ui/rich.tsx"

export type Theme = "system" | "light" | "dark"

type SiteFooterProps = {
  t: Translate
  theme: Theme
  chooseTheme: (form: FormData) => Promise<void>
  chooseLanguage: (form: FormData) => Promise<void>
  /** The sample world's neighbours; null in the real one. */
  sample: { mailboxUrl: string; blogUrl: string } | null
}

export function SiteFooter({ t, theme, chooseTheme, chooseLanguage, sample }: SiteFooterProps) {
  const themes = { system: t("System"), light: t("Light"), dark: t("Dark") }
  return (
    <footer className="mt-16 border-t border-line">
      <div className="mx-auto flex w-full max-w-desk flex-wrap items-start justify-between gap-6 px-4 py-10 text-14 text-muted md:px-6">
        <div className="grid max-w-read gap-2">
          <p>{t("Fanfare pays fans for bringing people to a work they love, and for carrying its bits.")}</p>
          {sample && (
            <p>
              <Rich
                text={t(
                  "You are in the sample world: people, money and mail here are made up. Look into <mailbox>its mailbox</mailbox> or at <blog>a stranger’s blog</blog>.",
                )}
                mailbox={(inner) => (
                  <a className="link" href={sample.mailboxUrl}>
                    {inner}
                  </a>
                )}
                blog={(inner) => (
                  <a className="link" href={sample.blogUrl}>
                    {inner}
                  </a>
                )}
              />
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <a href="/developers" className="inline-flex h-9 items-center hover:text-ink">
            {t("For developers")}
          </a>
          <Choice legend={t("Language")} name="locale" chosen={t.locale} choose={chooseLanguage}>
            {LOCALES.map((locale) => [locale, LOCALE_NAMES[locale]])}
          </Choice>
          <Choice legend={t("Colours")} name="theme" chosen={theme} choose={chooseTheme}>
            {Object.entries(themes)}
          </Choice>
        </div>
      </div>
    </footer>
  )
}

type ChoiceProps = {
  legend: string
  name: string
  chosen: string
  choose: (form: FormData) => Promise<void>
  /** Value and what it is called. */
  children: readonly (readonly [value: string, label: string])[]
}

function Choice({ legend, name, chosen, choose, children }: ChoiceProps) {
  return (
    <form action={choose}>
      <fieldset className="flex items-center gap-1">
        <legend className="sr-only">{legend}</legend>
        {children.map(([value, label]) => (
          <button
            key={value}
            type="submit"
            name={name}
            value={value}
            lang={name === "locale" ? value : undefined}
            aria-pressed={value === chosen}
            className={cx(
              "h-9 rounded-chip border px-3",
              value === chosen ? "border-edge bg-surface text-ink" : "border-transparent hover:text-ink",
            )}
          >
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  )
}
