/** Puts a cover on a title: the picture's bytes as the body, `?crop=x,y,width,height` in fractions of it. */
import { deps } from "#app/_server/deps.ts"
import { json, readBody, readQuery, route } from "#app/_server/route.ts"
import { CropQuery, pictureBody } from "#app/api/v1/media/picture-body.ts"
import { publisherCaller } from "#app/api/v1/publisher-caller.ts"
import { setCover } from "#lib/catalog/set-cover.ts"
import { MAX_PICTURE_BYTES } from "#lib/media/picture.ts"

type Context = { params: Promise<{ id: string }> }

export const PUT = route<Context>(async (request, { params }) => {
  const actor = await publisherCaller(request)
  const { crop } = readQuery(request, CropQuery)
  const bytes = await readBody(request, MAX_PICTURE_BYTES)
  return json(pictureBody(await setCover(deps(), { actor, title: (await params).id, bytes, crop })))
})
