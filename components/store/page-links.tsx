/** The pages of a long list as links, with where one is. */
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { ButtonLink } from "../ui/button.tsx"

type PageLinksProps = { t: Translate; page: number; pageCount: number; addressOf: (page: number) => string }

export function PageLinks({ t, page, pageCount, addressOf }: PageLinksProps) {
  if (pageCount <= 1) return null
  const count = (n: number) => formatCount(n, t.locale)
  return (
    <nav aria-label={t("Pages")} className="flex flex-wrap items-center justify-center gap-4">
      {page > 1 && (
        <ButtonLink href={addressOf(page - 1)} rel="prev">
          {t("Previous page")}
        </ButtonLink>
      )}
      <p className="figures text-muted">
        {t("Page {page} of {pages}", { page: count(page), pages: count(pageCount) })}
      </p>
      {page < pageCount && (
        <ButtonLink href={addressOf(page + 1)} rel="next">
          {t("Next page")}
        </ButtonLink>
      )}
    </nav>
  )
}
