/** The links made of a table, with the codes they were given, line by line. */
import { csvResponse } from "#app/_server/csv-response.ts"
import { deps } from "#app/_server/deps.ts"
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { listMadeLinks } from "#lib/fans/import-links.ts"
import { madeTable } from "#lib/fans/link-table.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"

type Context = { params: Promise<{ import: string }> }

export const GET = route<Context>(async (_request, { params }) => {
  const actor = await requireActor("fan")
  const { import: importId } = await params
  if (!isId("linkImport", importId)) throw new AppError("not_found")
  const { db, config } = deps()
  const made = await listMadeLinks(db, actor, importId)
  return csvResponse(`fanfare-links-${importId}.csv`, madeTable(made, config.publicUrl))
})
