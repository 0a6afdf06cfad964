import { nodeCaller } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { acceptReceipts } from "#lib/carriage/accept-receipts.ts"
import { MAX_RECEIPT_BATCH_BYTES } from "#peer/protocol/limits.ts"

/** n x 104 bytes from the carrier itself. */
export const POST = route(async (request) => {
  const { node, body } = await nodeCaller(request, MAX_RECEIPT_BATCH_BYTES)
  return json(await acceptReceipts(deps(), { node, batch: body }))
})
