/** Stops a release: new downloads take the one before it. */

import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { publisherCaller, releaseBody, releaseIdOf } from "#app/api/v1/publisher-caller.ts"
import { getReleaseForPublisher } from "#lib/catalog/queries.ts"
import { withdrawRelease } from "#lib/catalog/withdraw-release.ts"

type Context = { params: Promise<{ id: string }> }

export const POST = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  const releaseId = releaseIdOf((await params).id)
  await withdrawRelease(deps(), { actor, releaseId })
  return json(releaseBody(await getReleaseForPublisher(deps().db, actor, releaseId)))
})
