import { deps } from "#app/_server/deps.ts"
import { route } from "#app/_server/route.ts"
import { findOldCover, findTitleBySlug } from "#lib/catalog/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { jpegPath } from "#lib/media/picture.ts"

type Context = { params: Promise<{ slug: string }> }

const CACHE = "public, max-age=300"

/** Leads to the cover as JPEG, which mails and link previews read too; one that is not moved yet is sent from here. */
export const GET = route<Context>(async (_request, { params }) => {
  const title = await findTitleBySlug(deps().db, (await params).slug)
  if (title?.cover)
    return new Response(null, { status: 307, headers: { location: jpegPath(title.cover), "cache-control": CACHE } })
  const cover = title && (await findOldCover(deps().db, title.id))
  if (!cover) throw new AppError("not_found", "This title has no cover.")
  return new Response(Buffer.from(cover.bytes), {
    headers: {
      "content-type": cover.type,
      "cache-control": CACHE,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  })
})
