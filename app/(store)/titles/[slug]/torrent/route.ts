import { deps } from "#app/_server/deps.ts"
import { route } from "#app/_server/route.ts"
import { currentRelease, findTitleBySlug } from "#lib/catalog/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { torrentName } from "#peer/protocol/content.ts"

type Context = { params: Promise<{ slug: string }> }

/** The .torrent of an open title, for any BitTorrent client; it names our tracker and the origin as web seed. */
export const GET = route<Context>(async (_request, { params }) => {
  const title = await findTitleBySlug(deps().db, (await params).slug)
  const release = title?.state === "published" ? await currentRelease(deps().db, title.id) : null
  if (!release?.open) throw new AppError("not_found", "Only open titles come as a torrent.")
  return new Response(Buffer.from(release.torrent), {
    headers: {
      "content-type": "application/x-bittorrent",
      "content-disposition": `attachment; filename="${torrentName(release.slug, release.version)}.torrent"`,
      "cache-control": "public, max-age=300",
    },
  })
})
