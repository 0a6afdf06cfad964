import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { currentRelease, findTitle } from "#lib/catalog/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"

type Context = { params: Promise<{ id: string }> }

/** What anybody may know about a published title. */
export const GET = route<Context>(async (_request, { params }) => {
  const title = await findTitle(deps().db, (await params).id)
  if (title?.state !== "published") throw new AppError("not_found", "There is no such title.")
  const release = await currentRelease(deps().db, title.id)
  return json({
    title_id: title.id,
    slug: title.slug,
    name: title.name,
    kind: title.kind,
    obj: release?.manifestHash ?? null,
    size: release?.sizeBytes ? `${release.sizeBytes}` : null,
    price_cents: title.priceCents,
    currency: title.currency,
    demo_terms: title.demoTerms,
  })
})
