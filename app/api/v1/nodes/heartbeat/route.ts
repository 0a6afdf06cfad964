import { jsonOf, nodeCaller } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { json, route } from "#app/_server/route.ts"
import { acceptHeartbeat } from "#lib/delivery/accept-heartbeat.ts"
import { requireScope } from "#lib/delivery/authenticate-node.ts"
import { HeartbeatRequest } from "#peer/protocol/announce.ts"
import { MAX_HEARTBEAT_BYTES } from "#peer/protocol/limits.ts"

export const POST = route(async (request) => {
  const { node, body } = await nodeCaller(request, MAX_HEARTBEAT_BYTES)
  requireScope(node, "carry")
  const beat = jsonOf(body, HeartbeatRequest)
  return json(await acceptHeartbeat(deps(), { node, address: await clientAddress(), beat }))
})
