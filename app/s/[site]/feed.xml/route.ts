/** The fan's picks as a feed. */
import { answerPlain } from "#app/_server/plain.ts"
import { askedPage } from "#app/_server/promo.ts"
import { promoFeed } from "#components/promo/promo-feed.ts"

type Context = { params: Promise<{ site: string }> }

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const asked = await askedPage(request, (await params).site)
  if (!asked) return new Response(null, { status: 404 })
  const feedAddress = `${asked.canonical.replace(/\/$/, "")}/feed.xml`
  return answerPlain(request, promoFeed({ ...asked, feedAddress }), {
    "content-type": "application/rss+xml; charset=utf-8",
    "cache-control": "public, max-age=600",
  })
}
