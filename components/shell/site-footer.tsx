/** The foot of every page: what this is, in which world it runs, and light or dark. */
import { cx } from "../ui/cx.ts"

export type Theme = "system" | "light" | "dark"
const THEMES: readonly Theme[] = ["system", "light", "dark"]

type SiteFooterProps = {
  theme: Theme
  chooseTheme: (form: FormData) => Promise<void>
  /** The sample world's neighbours; null in the real one. */
  sample: { mailboxUrl: string; blogUrl: string } | null
}

export function SiteFooter({ theme, chooseTheme, sample }: SiteFooterProps) {
  return (
    <footer className="mt-16 border-t border-line">
      <div className="mx-auto flex w-full max-w-desk flex-wrap items-start justify-between gap-6 px-4 py-10 text-14 text-muted md:px-6">
        <div className="grid max-w-read gap-2">
          <p>Fanfare pays fans for bringing people to a work they love, and for carrying its bits.</p>
          {sample && (
            <p>
              You are in the sample world: people, money and mail here are made up. Look into{" "}
              <a className="link" href={sample.mailboxUrl}>
                its mailbox
              </a>{" "}
              or at{" "}
              <a className="link" href={sample.blogUrl}>
                a stranger’s blog
              </a>
              .
            </p>
          )}
        </div>
        <ThemeChoice theme={theme} chooseTheme={chooseTheme} />
      </div>
    </footer>
  )
}

function ThemeChoice({ theme, chooseTheme }: Pick<SiteFooterProps, "theme" | "chooseTheme">) {
  return (
    <form action={chooseTheme}>
      <fieldset className="flex items-center gap-1">
        <legend className="sr-only">Colours</legend>
        {THEMES.map((t) => (
          <button
            key={t}
            type="submit"
            name="theme"
            value={t}
            aria-pressed={t === theme}
            className={cx(
              "h-9 rounded-chip border px-3 capitalize",
              t === theme ? "border-edge bg-surface text-ink" : "border-transparent hover:text-ink",
            )}
          >
            {t}
          </button>
        ))}
      </fieldset>
    </form>
  )
}
