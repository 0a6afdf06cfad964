import { deps } from "#app/_server/deps.ts"
import { keptZone } from "#app/_server/kept-zone.ts"
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { tableResponse } from "#app/_server/table-response.ts"
import { exportCommissions } from "#lib/earnings/export-commissions.ts"
import { exportFigures, exportSplit } from "#lib/earnings/export-figures.ts"
import { exportLinks } from "#lib/earnings/export-links.ts"
import { type ExportSpan, type ExportTable, exportClicks, exportPayouts } from "#lib/earnings/export-rows.ts"
import { type FiguresView, parseFiguresView, spanOf } from "#lib/earnings/figures-view.ts"
import { FILE_FORMATS, type FileFormat } from "#lib/earnings/write-table.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

type Wanted = { userId: Id<"user">; view: FiguresView; span: ExportSpan }

const TABLES: Readonly<Record<string, (wanted: Wanted) => Promise<ExportTable> | ExportTable>> = {
  clicks: ({ userId, span }) => exportClicks(deps().db, userId, span),
  commissions: ({ userId }) => exportCommissions(deps(), userId),
  links: ({ userId }) => exportLinks(deps().db, userId),
  payouts: ({ userId }) => exportPayouts(deps().db, userId),
  figures: ({ userId, view }) => exportFigures(deps().db, userId, view),
  split: ({ userId, view }) => exportSplit(deps().db, userId, view),
}

type Context = { params: Promise<{ file: string }> }

/**
 * A table of the signed-in fan's as a file: clicks, commissions, links, payouts, figures (day by day) or split, as .csv or
 * .json. Figures, split and clicks take the address of the page of figures: `range`, `from`, `to`, `zone`, `by`, `is.*`; clicks
 * without a `range` are all of them.
 */
export const GET = route<Context>(async (request, { params }) => {
  const { userId } = await requireActor("fan")
  const [, name = "", ending = ""] = /^([a-z]{1,20})\.([a-z]{1,5})$/.exec((await params).file) ?? []
  const table = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined
  const format = FILE_FORMATS.find((known): known is FileFormat => known === ending)
  if (!table || !format)
    throw new AppError("not_found", "There is no such file. Ask for clicks.csv, links.json and the like.")
  const query = new URL(request.url).searchParams
  const view = parseFiguresView(Object.fromEntries(query), deps().clock.now(), await keptZone())
  const span = query.has("range") ? spanOf(view) : null
  return tableResponse(name, await table({ userId, view, span }), format)
})
