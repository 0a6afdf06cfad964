import { deps } from "#app/_server/deps.ts"
import { route } from "#app/_server/route.ts"
import { findCover, findTitleBySlug } from "#lib/catalog/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"

type Context = { params: Promise<{ slug: string }> }

/** Covers were sniffed when they came in; they are images and nothing else, whatever a browser may guess. */
export const GET = route<Context>(async (_request, { params }) => {
  const title = await findTitleBySlug(deps().db, (await params).slug)
  const cover = title && (await findCover(deps().db, title.id))
  if (!cover) throw new AppError("not_found", "This title has no cover.")
  return new Response(Buffer.from(cover.bytes), {
    headers: {
      "content-type": cover.type,
      "cache-control": "public, max-age=300",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    },
  })
})
