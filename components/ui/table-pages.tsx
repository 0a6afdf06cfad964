/** How many rows there are, and the way to the next ones. */
import Link from "next/link"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { ShownRows } from "./table-rows.ts"
import type { TableView } from "./table-view.ts"

type TablePagesProps = {
  t: Translate
  view: TableView
  shown: ShownRows<unknown>
  hrefOf: (view: TableView) => string
}

const STEP = "link inline-flex min-h-6 items-center"

export function TablePages({ t, view, shown, hrefOf }: TablePagesProps) {
  const count = (n: number) => formatCount(n, t.locale)
  const { matching, total, page, pages } = shown
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-14 text-muted">
      <p role="status">
        {matching === total
          ? t.n("One row", "{count} rows", total)
          : t("{matching} of {total} rows", { matching: count(matching), total: count(total) })}
      </p>
      {pages > 1 && (
        <nav aria-label={t("Pages of the table")} className="flex items-center gap-4">
          {page > 1 && (
            <Link className={STEP} href={hrefOf({ ...view, page: page - 1 })} scroll={false}>
              {t("Previous")}
            </Link>
          )}
          <span>{t("Page {page} of {pages}", { page: count(page), pages: count(pages) })}</span>
          {page < pages && (
            <Link className={STEP} href={hrefOf({ ...view, page: page + 1 })} scroll={false}>
              {t("Next")}
            </Link>
          )}
        </nav>
      )}
    </div>
  )
}
