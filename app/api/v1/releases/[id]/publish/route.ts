/** Asks for an uploaded release to be published; the answer says how far it is. */

import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { publisherCaller, releaseBody, releaseIdOf } from "#app/api/v1/publisher-caller.ts"
import { acceptArrived } from "#lib/catalog/accept-upload.ts"
import { getReleaseForPublisher } from "#lib/catalog/queries.ts"
import { requestPublish } from "#lib/catalog/request-publish.ts"

type Context = { params: Promise<{ id: string }> }

export const POST = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  const releaseId = releaseIdOf((await params).id)
  await acceptArrived(deps(), { actor, releaseId })
  await requestPublish(deps(), { actor, releaseId })
  return json(releaseBody(await getReleaseForPublisher(deps().db, actor, releaseId)), { status: 202 })
})
