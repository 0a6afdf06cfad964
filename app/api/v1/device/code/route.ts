import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { json, readJson, route } from "#app/_server/route.ts"
import { startDeviceFlow } from "#lib/delivery/start-device-flow.ts"
import { DeviceCodeRequest } from "#peer/protocol/announce.ts"

/** RFC 8628 section 3.1: a node asks for a code its owner will type. */
export const POST = route(async (request) => {
  const body = await readJson(request, DeviceCodeRequest)
  const input = {
    publicKey: body.public_key,
    name: body.name,
    scopes: body.scope,
    proof: body.proof,
    address: await clientAddress(),
  }
  const flow = await startDeviceFlow(deps(), input)
  const page = `${deps().config.publicUrl}/pair`
  return json({
    device_code: flow.deviceCode,
    user_code: flow.userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?code=${flow.userCode}`,
    expires_in: flow.expiresInSeconds,
    interval: flow.intervalSeconds,
  })
})
