import { deps } from "#app/_server/deps.ts"
import { json, readJson, route } from "#app/_server/route.ts"
import { pollDeviceCode } from "#lib/delivery/poll-device-code.ts"
import { DeviceTokenRequest } from "#peer/protocol/announce.ts"

/** RFC 8628 section 3.4: the node asks whether its owner has decided. */
export const POST = route(async (request) => {
  const { device_code } = await readJson(request, DeviceTokenRequest)
  const poll = await pollDeviceCode(deps(), device_code)
  if ("error" in poll) return json(poll, { status: 400 })
  const { nodeId, owner, scopes } = poll.paired
  return json({ node_id: nodeId, owner, scope: scopes })
})
