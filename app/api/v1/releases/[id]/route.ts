/** How far a release is: for its publisher's page and tools. */

import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { publisherCaller, releaseBody, releaseIdOf } from "#app/api/v1/publisher-caller.ts"
import { getReleaseForPublisher } from "#lib/catalog/queries.ts"

type Context = { params: Promise<{ id: string }> }

export const GET = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  return json(releaseBody(await getReleaseForPublisher(deps().db, actor, releaseIdOf((await params).id))))
})
