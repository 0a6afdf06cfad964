/** The figures of a view as tables for a file: its days, and its split. */
import type { DbOrTx } from "#db/client.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { microsToDecimal } from "#lib/kernel/money.ts"
import type { ExportRow, ExportTable } from "./export-rows.ts"
import { figuresOf } from "./figures-queries.ts"
import type { FiguresView } from "./figures-view.ts"

async function* once(rows: readonly ExportRow[]): AsyncGenerator<readonly ExportRow[]> {
  yield rows
}

/** One row a day, in the view's time zone. */
export async function exportFigures(db: DbOrTx, userId: Id<"user">, view: FiguresView): Promise<ExportTable> {
  const { days } = await figuresOf(db, userId, view)
  const rows = days.map(({ day, counted, raw, demos, purchases, bytes }) => ({
    day,
    counted_clicks: counted,
    all_clicks: raw,
    demos,
    purchases,
    bytes_carried: bytes,
  }))
  const columns = ["day", "counted_clicks", "all_clicks", "demos", "purchases", "bytes_carried"]
  return { columns, pages: once(rows) }
}

/** One row for each link, sub-id … whatever the view is split by; at most those the page shows. */
export async function exportSplit(db: DbOrTx, userId: Id<"user">, view: FiguresView): Promise<ExportTable> {
  const { groups } = await figuresOf(db, userId, view)
  const rows = groups.map((group) => ({
    [view.by]: group.key,
    name: group.label,
    counted_clicks: group.counted,
    all_clicks: group.raw,
    demos: group.demos,
    purchases: group.purchases,
    earned: microsToDecimal(group.earnedMicros),
  }))
  const columns = [view.by, "name", "counted_clicks", "all_clicks", "demos", "purchases", "earned"]
  return { columns, pages: once(rows) }
}
