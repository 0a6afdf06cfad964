import { anyCaller, jsonOf, requireCallerScope } from "#app/_server/caller.ts"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { findTitle } from "#lib/catalog/queries.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { DemoRequest } from "#peer/protocol/announce.ts"

/** Starts the account's demo of a title, or finds it running. Who brought the account is decided here. */
export const POST = route(async (request) => {
  const caller = await anyCaller(request)
  const body = jsonOf(caller.body, DemoRequest)
  requireCallerScope(caller, "library")
  const title = await findTitle(deps().db, body.title)
  if (!title) throw new AppError("not_found", "This title is not on offer.")
  const ids = caller.node ? [] : await clickIds()
  const demo = await startDemo(deps(), { userId: caller.userId, titleId: title.id, clickIds: ids })
  return json({ title_id: title.id, slug: title.slug, name: title.name, ends_at: demo.endsAt, already: demo.already })
})
