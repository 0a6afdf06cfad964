/** Everything that wants to be found: titles on offer and fans' pages; an index of parts once one file cannot hold them. */
import { deps } from "#app/_server/deps.ts"
import { answerPlain } from "#app/_server/plain.ts"
import { sitemapIndex, sitemapPart } from "#components/promo/sitemap.ts"
import { countPublicAddresses, listPublicAddresses, SITEMAP_ADDRESSES } from "#lib/pages/sitemap-queries.ts"

const HEADERS = { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=600" }

/** Asked for anew: while pages are built there is no database to ask. */
export const dynamic = "force-dynamic"

/** `?part=2` is the second file of the index. */
export async function GET(request: Request): Promise<Response> {
  const { db, config } = deps()
  const asked = new URL(request.url).searchParams.get("part")
  const parts = Math.max(1, Math.ceil((await countPublicAddresses(db)) / SITEMAP_ADDRESSES))
  if (asked === null && parts > 1) return answerPlain(request, sitemapIndex(config.publicUrl, parts), HEADERS)
  const part = Number(asked ?? "1")
  if (!Number.isInteger(part) || part < 1 || part > parts) return new Response(null, { status: 404 })
  const addresses = await listPublicAddresses(db, (part - 1) * SITEMAP_ADDRESSES, SITEMAP_ADDRESSES)
  return answerPlain(request, sitemapPart(config.publicUrl, addresses), HEADERS)
}
