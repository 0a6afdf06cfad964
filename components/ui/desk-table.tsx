/**
 * A table where people work: sorted, filtered and paged on the server by what stands in the address, so it answers without
 * script as well; columns are chosen, views kept. Arrow keys go from row to row (`TableKeys`). For a few rows that nobody
 * sorts, `DataTable` is enough.
 */
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "./cx.ts"
import { DeskRows } from "./desk-rows.tsx"
import { TableKeys } from "./table-keys.tsx"
import { TablePages } from "./table-pages.tsx"
import { type ColumnValues, showRows } from "./table-rows.ts"
import { type KeptViews, TableToolbar } from "./table-toolbar.tsx"
import { isNarrowed, type Params, parseTableView, type TableShape, type TableView, tableQuery } from "./table-view.ts"

export type DeskColumn<Row> = ColumnValues<Row> & {
  /** Plain words: the head, and the name in the list of columns. */
  label: string
  cell: (row: Row) => ReactNode
  /** End for money, bytes and counts; such columns sort from the largest first. */
  align?: "start" | "end"
  /** The column that names the row and leads to it; always shown. */
  rowHeader?: boolean
  /** Not on phones: what one only compares on a wide screen. */
  wide?: boolean
  /** Only when chosen. */
  startsHidden?: boolean
}

export type DeskTableProps<Row> = {
  t: Translate
  caption: string
  columns: readonly DeskColumn<Row>[]
  /** All of them (some thousands at most), in the order they have when nobody sorts. */
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The page's own address, and what stands behind its "?". */
  path: string
  params: Params
  /** When there is nothing yet: what will stand here, and the step that fills it. */
  empty: ReactNode
  pageSize?: number
  prefix?: string
  kept?: KeptViews
  /** Rows that can be chosen: their boxes belong to the form with this id, which stands in `bar` and shows once one is ticked. */
  choosing?: { formId: string; name: string; label: (row: Row) => string; bar: ReactNode }
}

const PAGE_SIZE = 50
/** So few are seen at a glance: nothing to look for among them. */
const FEW = 3

export function DeskTable<Row>(props: DeskTableProps<Row>) {
  const { t, columns, rows, path, params, prefix = "", choosing } = props
  if (rows.length === 0) return <>{props.empty}</>
  const view = parseTableView(params, shapeOf(columns, prefix))
  const shown = showRows(rows, columns, view, { pageSize: props.pageSize ?? PAGE_SIZE, locale: t.locale })
  const rest = otherParams(params, prefix)
  const hrefOf = (next: typeof view) => address(path, rest, tableQuery(next, prefix))
  const visible = columns.filter((c) => (view.columns ? view.columns.includes(c.key) : !c.startsHidden))
  return (
    <TableKeys path={path} query={tableQuery(view, prefix)} className="group/table grid min-w-0 grid-cols-1 gap-3">
      {isWorthTools(rows.length, view, props.kept) && (
        <TableToolbar
          {...{ t, view, shown, columns, visible, path, rest, prefix, caption: props.caption }}
          kept={props.kept}
        />
      )}
      {choosing && <div className="hidden group-has-[[data-row-box]:checked]/table:block">{choosing.bar}</div>}
      {shown.matching === 0 ? (
        <NoMatch t={t} narrowed={isNarrowed(view)} href={address(path, rest, "")} />
      ) : (
        <section
          aria-label={props.caption}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className={cx(
            "overflow-auto rounded-card border border-line bg-surface",
            shown.rows.length > 14 && "max-h-[calc(100dvh-6rem)] scroll-pt-12",
          )}
        >
          <DeskRows
            {...{ t, view, visible, rows: shown.rows, hrefOf, caption: props.caption, rowKey: props.rowKey }}
            choosing={choosing}
          />
        </section>
      )}
      <TablePages t={t} view={view} shown={shown} hrefOf={hrefOf} />
    </TableKeys>
  )
}

const isWorthTools = (rowCount: number, view: TableView, kept: KeptViews | undefined): boolean =>
  rowCount > FEW || isNarrowed(view) || view.sort !== null || view.columns !== null || (kept?.views.length ?? 0) > 0

const shapeOf = <Row,>(columns: readonly DeskColumn<Row>[], prefix: string): TableShape => ({
  sortable: columns.filter((c) => c.sort).map((c) => c.key),
  facets: columns.filter((c) => c.facet).map((c) => c.key),
  columns: columns.map((c) => c.key),
  fixed: columns.filter((c) => c.rowHeader).map((c) => c.key),
  prefix,
})

/** What stands in the address for others than this table, kept in every link of it. */
function otherParams(params: Params, prefix: string): [string, string][] {
  const own = new RegExp(`^${prefix.replace(".", "\\.")}(?:sort|q|show|page|in\\..+)$`)
  return Object.entries(params).flatMap(([name, value]) =>
    own.test(name) || value === undefined ? [] : [value].flat().map((one): [string, string] => [name, String(one)]),
  )
}

function address(path: string, rest: [string, string][], query: string): string {
  const others = new URLSearchParams(rest).toString()
  const all = [others, query].filter(Boolean).join("&")
  return all ? `${path}?${all}` : path
}

function NoMatch({ t, narrowed, href }: { t: Translate; narrowed: boolean; href: string }) {
  return (
    <div className="grid justify-items-start gap-2 rounded-card border border-dashed border-edge p-8">
      <p className="font-display text-18 tracking-tight">{t("Nothing here fits what you look for.")}</p>
      {narrowed && (
        <a href={href} className="link inline-flex min-h-6 items-center text-14">
          {t("Show all rows again")}
        </a>
      )}
    </div>
  )
}
