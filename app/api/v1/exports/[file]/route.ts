import { deps } from "#app/_server/deps.ts"
import { keptZone } from "#app/_server/kept-zone.ts"
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { tableResponse } from "#app/_server/table-response.ts"
import { EXPORTS, exportNamed, openExport } from "#lib/exports/open-export.ts"
import { FILE_FORMATS, type FileFormat } from "#lib/exports/write-table.ts"
import { AppError } from "#lib/kernel/errors.ts"

type Context = { params: Promise<{ file: string }> }

/**
 * A table of the signed-in account's as a file, .csv or .json; `EXPORTS` names them all. Figures, split and clicks take the address
 * of the page of figures: `range`, `from`, `to`, `zone`, `by`, `is.*`; deliveries `webhook` and `state`; publisher-sales `title`.
 */
export const GET = route<Context>(async (request, { params }) => {
  const [, wanted = "", ending = ""] = /^([a-z-]{1,30})\.([a-z]{1,5})$/.exec((await params).file) ?? []
  const name = exportNamed(wanted)
  const format = FILE_FORMATS.find((known): known is FileFormat => known === ending)
  if (!format) throw new AppError("not_found", "Files end in .csv or .json.")
  const actor = await requireActor(EXPORTS[name].role ?? undefined)
  const query = new URL(request.url).searchParams
  return tableResponse(name, await openExport(deps(), name, { actor, query, zone: await keptZone() }), format)
})
