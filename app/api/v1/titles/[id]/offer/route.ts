/** Puts a title on offer, or asks for the review that comes before (POST) or takes it off (DELETE). */

import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { publisherCaller } from "#app/api/v1/publisher-caller.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { getTitleForPublisher } from "#lib/catalog/queries.ts"
import { withdrawTitle } from "#lib/catalog/withdraw-title.ts"

type Context = { params: Promise<{ id: string }> }

export const POST = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  const title = await getTitleForPublisher(deps().db, actor, (await params).id)
  const { state } = await publishTitle(deps(), { actor, titleId: title.id })
  // 202: an operator looks at it first; asking again tells how it stands.
  return json({ title_id: title.id, state }, { status: state === "published" ? 200 : 202 })
})

export const DELETE = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  const title = await getTitleForPublisher(deps().db, actor, (await params).id)
  await withdrawTitle(deps(), { actor, titleId: title.id })
  return json({ title_id: title.id, state: "withdrawn" })
})
