/** A table where people compare: 40-px rows, figures right-aligned, scrolls sideways inside itself on narrow screens. */
import type { ReactNode } from "react"
import { cx } from "./cx.ts"

export type Column<Row> = {
  key: string
  header: ReactNode
  /** End for money, bytes and counts. */
  align?: "start" | "end"
  cell: (row: Row) => ReactNode
  /** The column that names the row, read out with every cell of it. */
  rowHeader?: boolean
  /** Not on phones: what one only compares on a wide screen. */
  wide?: boolean
}

export const wideOnly = (column: { wide?: boolean }) => column.wide && "hidden md:table-cell"

type DataTableProps<Row> = {
  /** Said by screen readers; shown when `showCaption`. */
  caption: string
  showCaption?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** What stands there when there are no rows. */
  empty?: ReactNode
}

export function DataTable<Row>({ caption, showCaption, columns, rows, rowKey, empty }: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <section
      className="relative overflow-x-auto rounded-card border border-line bg-surface"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className="w-full border-collapse text-14">
        <caption className={showCaption ? "px-4 pt-3 text-start text-14 text-muted" : "sr-only"}>{caption}</caption>
        <thead>
          <tr className="border-b border-line text-muted">
            {columns.map((c) => (
              <th
                key={c.key}
                scope="col"
                className={cx(
                  "h-10 px-4 font-semibold whitespace-nowrap",
                  wideOnly(c),
                  c.align === "end" ? "text-end" : "text-start",
                )}
              >
                {c.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function TableRow<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <tr className="border-b border-line last:border-0 hover:bg-sunken">
      {columns.map((c) => {
        const look = cx("h-10 px-4 py-1", wideOnly(c), c.align === "end" && "figures text-end")
        return c.rowHeader ? (
          <th key={c.key} scope="row" className={cx(look, c.align !== "end" && "text-start", "font-semibold")}>
            {c.cell(row)}
          </th>
        ) : (
          <td key={c.key} className={look}>
            {c.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}
