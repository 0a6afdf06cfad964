/** The head and the rows of a desk's table: heads that sort are links, the row's own name is its head. */
import Link from "next/link"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "./cx.ts"
import { wideOnly } from "./data-table.tsx"
import type { DeskColumn, DeskTableProps } from "./desk-table.tsx"
import { nextSort, type TableView } from "./table-view.ts"

type DeskRowsProps<Row> = {
  t: Translate
  caption: string
  view: TableView
  visible: readonly DeskColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  hrefOf: (view: TableView) => string
  choosing: DeskTableProps<Row>["choosing"]
}

/** The line under the head is a shadow: a border would stay behind when the rows scroll below. */
const HEAD =
  "sticky top-0 z-1 h-10 bg-surface text-start font-semibold whitespace-nowrap text-muted shadow-[inset_0_-1px_0_var(--line)]"

export function DeskRows<Row>({ t, caption, visible, rows, choosing, ...rest }: DeskRowsProps<Row>) {
  return (
    <table className="w-full border-separate border-spacing-0 text-14">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {choosing && (
            <th scope="col" className={cx(HEAD, "w-10 ps-4")}>
              <span className="sr-only">{t("Choose")}</span>
            </th>
          )}
          {visible.map((column) => (
            <Head key={column.key} t={t} column={column} view={rest.view} hrefOf={rest.hrefOf} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={rest.rowKey(row)} row={row} rowKey={rest.rowKey} visible={visible} choosing={choosing} />
        ))}
      </tbody>
    </table>
  )
}

type HeadProps<Row> = { t: Translate; column: DeskColumn<Row>; view: TableView; hrefOf: (view: TableView) => string }

function Head<Row>({ t, column, view, hrefOf }: HeadProps<Row>) {
  const sorted = view.sort?.key === column.key ? view.sort : null
  const look = cx(HEAD, wideOnly(column), column.align === "end" && "text-end")
  if (!column.sort)
    return (
      <th scope="col" className={cx(look, "px-2.5 md:px-4")}>
        {column.label}
      </th>
    )
  const next = nextSort(view.sort, column.key, column.align === "end")
  return (
    <th scope="col" aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : "none"} className={look}>
      <Link
        href={hrefOf({ ...view, sort: next, page: 1 })}
        replace
        scroll={false}
        title={t("Sort by {column}", { column: column.label })}
        className={cx(
          "group inline-flex h-10 w-full items-center gap-1 px-2.5 hover:text-ink md:px-4",
          column.align === "end" && "flex-row-reverse",
          sorted && "text-ink",
        )}
      >
        {column.label}
        <span aria-hidden="true" className={sorted ? "text-brass" : "text-transparent group-hover:text-edge"}>
          {sorted && !sorted.descending ? "↑" : "↓"}
        </span>
      </Link>
    </th>
  )
}

type RowProps<Row> = Pick<DeskRowsProps<Row>, "rowKey" | "visible" | "choosing"> & { row: Row }

function Row<Row>({ row, rowKey, visible, choosing }: RowProps<Row>) {
  return (
    <tr
      data-row
      className="group/row outline-none hover:bg-sunken focus-within:bg-sunken has-[[data-row-box]:checked]:bg-brass-tint"
    >
      {choosing && (
        <td className="h-10 border-b border-line ps-4 group-last/row:border-b-0">
          <input
            data-row-box
            type="checkbox"
            form={choosing.formId}
            name={choosing.name}
            value={rowKey(row)}
            aria-label={choosing.label(row)}
            className="block size-6 accent-brass md:size-4.5"
          />
        </td>
      )}
      {visible.map((column) => {
        const look = cx(
          "h-10 border-b border-line px-2.5 py-1 group-last/row:border-b-0 md:px-4",
          wideOnly(column),
          column.align === "end" ? "figures text-end" : "text-start",
        )
        return column.rowHeader ? (
          <th key={column.key} scope="row" className={cx(look, "font-semibold")}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.key} className={look}>
            {column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}
