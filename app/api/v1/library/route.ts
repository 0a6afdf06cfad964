import { anyCaller, requireCallerScope } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { libraryOf } from "#lib/entitlements/queries.ts"

export const GET = route(async (request) => {
  const caller = await anyCaller(request)
  requireCallerScope(caller, "library")
  const items = await libraryOf(deps().db, caller.userId)
  return json({
    items: items.map((i) => ({
      title_id: i.titleId,
      slug: i.slug,
      name: i.name,
      kind: i.kind,
      state: i.state,
      ends_at: i.endsAt,
      obj: i.obj,
    })),
  })
})
