/** The figures of a view as tables for a file: its days, and its split. */
import type { DbOrTx } from "#db/client.ts"
import { figuresOf } from "#lib/earnings/figures-queries.ts"
import type { FiguresView } from "#lib/earnings/figures-view.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Cells, dollars, type ExportTable, shortTable } from "./export-table.ts"

/** One row a day, in the view's time zone. */
export async function exportFigures(db: DbOrTx, userId: Id<"user">, view: FiguresView): Promise<ExportTable> {
  const { days } = await figuresOf(db, userId, view)
  const cells: Cells<(typeof days)[number]> = {
    day: (row) => row.day,
    counted_clicks: (row) => row.counted,
    all_clicks: (row) => row.raw,
    demos: (row) => row.demos,
    purchases: (row) => row.purchases,
    bytes_carried: (row) => row.bytes,
  }
  return shortTable(cells, days)
}

/** One row for each link, sub-id … whatever the view is split by; at most those the page shows. */
export async function exportSplit(db: DbOrTx, userId: Id<"user">, view: FiguresView): Promise<ExportTable> {
  const { groups } = await figuresOf(db, userId, view)
  const cells: Cells<(typeof groups)[number]> = {
    [view.by]: (group) => group.key,
    name: (group) => group.label,
    counted_clicks: (group) => group.counted,
    all_clicks: (group) => group.raw,
    demos: (group) => group.demos,
    purchases: (group) => group.purchases,
    earned: (group) => dollars(group.earnedMicros),
  }
  return shortTable(cells, groups)
}
