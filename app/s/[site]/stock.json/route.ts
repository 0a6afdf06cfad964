/** Who carries this page's titles now, in the page's own words; asked for by pages that stay open. */
import { askedPage } from "#app/_server/promo.ts"
import { stockWords } from "#components/promo/blocks/stock.tsx"

type Context = { params: Promise<{ site: string }> }

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const asked = await askedPage(request, (await params).site)
  if (!asked) return new Response(null, { status: 404 })
  const { context, t } = asked
  const lines = Object.values(context.titles).map((title) => [
    title.titleId,
    stockWords(t, title.carriers, title.ownCarriers),
  ])
  return Response.json(Object.fromEntries(lines), {
    headers: { "cache-control": "public, max-age=30", "x-content-type-options": "nosniff" },
  })
}
