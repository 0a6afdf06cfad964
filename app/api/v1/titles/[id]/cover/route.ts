/** Puts a cover on a title: the picture's bytes as the body. */

import { deps } from "#app/_server/deps.ts"
import { json, readBody, route } from "#app/_server/route.ts"
import { publisherCaller } from "#app/api/v1/publisher-caller.ts"
import { MAX_COVER_BYTES } from "#lib/catalog/cover.ts"
import { setCover } from "#lib/catalog/set-cover.ts"

type Context = { params: Promise<{ id: string }> }

export const PUT = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  const bytes = await readBody(request, MAX_COVER_BYTES)
  return json(await setCover(deps(), { actor, title: (await params).id, bytes }))
})
