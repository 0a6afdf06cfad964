import { anyCaller, jsonOf, requireCallerScope } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { findTitle } from "#lib/catalog/queries.ts"
import { issueLicence } from "#lib/entitlements/issue-licence.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { LicenceRequest } from "#peer/protocol/announce.ts"

/** A fresh licence for a device: after buying what was a demo, nothing is downloaded twice. */
export const POST = route(async (request) => {
  const caller = await anyCaller(request)
  requireCallerScope(caller, "library")
  const { title: idOrSlug, device_key } = jsonOf(caller.body, LicenceRequest)
  const title = await findTitle(deps().db, idOrSlug)
  if (!title) throw new AppError("not_found", "There is no such title.")
  const issued = await issueLicence(deps(), { userId: caller.userId, titleId: title.id, deviceKey: device_key })
  return json({ licence: issued.licence, mode: issued.mode, expires: issued.expiresAt?.toISOString() ?? null })
})
