/** GET: a fan's creator codes. POST: a node types somebody's code for its account. */
import { listOwnCodes } from "#app/_server/api/codes.ts"
import { doors } from "#app/_server/api/doors.ts"
import { anyCaller, jsonOf, requireCallerScope } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { json, route } from "#app/_server/route.ts"
import { typeCode } from "#lib/attribution/type-code.ts"
import { CodeRequest } from "#peer/protocol/announce.ts"

/** It counts for every title, from now. */
export const POST = route(async (request) => {
  const caller = await anyCaller(request)
  const { code } = jsonOf(caller.body, CodeRequest)
  requireCallerScope(caller, "library")
  const address = await clientAddress()
  const typed = await typeCode(deps(), { buyerId: caller.userId, address, code, place: "node", titleId: null })
  return json({ code: typed.code, name: typed.ownerName, until: typed.countsUntil })
})

export const { GET } = doors(listOwnCodes)
