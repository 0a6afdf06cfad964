import { deps } from "#app/_server/deps.ts"
import { json, readBody, route } from "#app/_server/route.ts"
import { storeWebhook } from "#lib/paypal/store-webhook.ts"

/** PayPal sends at most a few kilobytes; a larger body is not from there. */
const MAX_WEBHOOK_BYTES = 256 * 1024

export const POST = route(async (request) => {
  const rawBody = await readBody(request, MAX_WEBHOOK_BYTES)
  return json(await storeWebhook(deps(), { headers: Object.fromEntries(request.headers), rawBody }))
})
