/** Pictures of the signed-in account: POST takes one (its bytes as the body), GET lists them, newest first. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readBody, readQuery, route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { acceptPicture } from "#lib/media/accept-picture.ts"
import { MAX_PICTURE_BYTES, PURPOSES, type Purpose } from "#lib/media/picture.ts"
import { listPicturesOf } from "#lib/media/queries.ts"
import { CropQuery, pictureBody } from "./picture-body.ts"

const purpose = z.enum(Object.keys(PURPOSES) as [Purpose, ...Purpose[]])
const PostQuery = CropQuery.extend({ purpose, alt: z.string().max(1_000).optional() })

export const POST = route(
  async (request) => {
    const actor = await requireActor()
    const { alt, ...asked } = readQuery(request, PostQuery)
    const bytes = await readBody(request, MAX_PICTURE_BYTES)
    const picture = await acceptPicture(deps(), { actor, bytes, ...asked, ...(alt === undefined ? {} : { alt }) })
    return json(pictureBody(picture), { status: 201 })
  },
  { ownPagesOnly: true },
)

const MAX_PAGE = 100
const pictureId = z.string().refine((id): id is Id<"picture"> => isId("picture", id), "not a picture's id")
const ListQuery = z.object({
  before: pictureId.nullable().default(null),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(40),
})

/** `next` is the `before` of the page after this; null at the end. */
export const GET = route(async (request) => {
  const actor = await requireActor()
  const { before, limit } = readQuery(request, ListQuery)
  const found = await listPicturesOf(deps().db, actor.userId, { before, limit: limit + 1 })
  const page = found.slice(0, limit)
  return json({
    pictures: page.map((picture) => ({ ...pictureBody(picture), bytes: picture.bytes, created_at: picture.createdAt })),
    next: found.length > limit ? page.at(-1)!.id : null,
  })
})
