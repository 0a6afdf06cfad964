import { anyCaller, jsonOf, requireCallerScope } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { json, route } from "#app/_server/route.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { SessionRequest } from "#peer/protocol/announce.ts"

/** Opens a download session. Stocking needs the scope `carry`; a demo or purchase reads the owner's library. */
export const POST = route(async (request) => {
  const caller = await anyCaller(request)
  const body = jsonOf(caller.body, SessionRequest)
  requireCallerScope(caller, body.kind === "stock" ? "carry" : "library")
  return json(
    await openSession(deps(), {
      userId: caller.userId,
      nodeId: caller.node?.id ?? null,
      kind: body.kind,
      title: body.title,
      sessionKey: body.session_key,
      deviceKey: body.device_key ?? null,
      address: await clientAddress(),
      originOnly: body.origin_only ?? false,
    }),
  )
})
