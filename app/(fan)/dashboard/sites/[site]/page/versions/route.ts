/** The versions a page was published in, newest first. */
import { deps } from "#app/_server/deps.ts"
import { json } from "#app/_server/route.ts"
import { listVersions } from "#lib/pages/queries.ts"
import { ownPage } from "../own-page.ts"

export const GET = ownPage(async (_request, { actor, siteId }) =>
  json({ versions: await listVersions(deps().db, actor, siteId) }),
)
