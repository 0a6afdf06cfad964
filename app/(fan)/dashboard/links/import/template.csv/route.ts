/** A table of links to begin with, filled with a title of the store and the fan's own site. */
import { csvResponse } from "#app/_server/csv-response.ts"
import { deps } from "#app/_server/deps.ts"
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { linkTemplate } from "#lib/fans/link-table.ts"
import { listSites } from "#lib/fans/queries.ts"

export const GET = route(async () => {
  const actor = await requireActor("fan")
  const { db } = deps()
  const [[title], [site]] = await Promise.all([listPublishedTitles(db, 1), listSites(db, actor.userId)])
  return csvResponse("fanfare-links-template.csv", linkTemplate(title?.slug ?? "", site?.slug ?? ""))
})
