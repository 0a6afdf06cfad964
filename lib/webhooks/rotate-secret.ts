/** A new secret for a webhook; the one before signs as well for a day, so that the program can be changed in between. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { webhooks } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { addMs, HOUR_MS } from "#lib/kernel/period.ts"
import { lockOwnWebhook, type OnWebhook, type WebhookRow } from "./own-webhook.ts"
import { newSecret, secretText } from "./signature.ts"
import { ROTATION_HOURS } from "./webhook.ts"

/** Given this once. A second change within the day ends the oldest secret at once. Errors: not_found. */
export async function rotateSecret(
  deps: Pick<Deps, "db" | "clock" | "keys">,
  input: OnWebhook,
): Promise<{ secret: string; oldSecretUntil: Date }> {
  const secret = newSecret()
  const sealedSecret = await deps.keys.wrap(secret)
  const oldSecretUntil = addMs(deps.clock.now(), ROTATION_HOURS * HOUR_MS)
  await inTx(deps.db, "rotate-webhook-secret", async (tx) => {
    const row = await lockOwnWebhook(tx, input)
    await tx
      .update(webhooks)
      .set({ sealedSecret, sealedOldSecret: row.sealedSecret, oldSecretUntil })
      .where(eq(webhooks.id, row.id))
  })
  return { secret: secretText(secret), oldSecretUntil }
}

/** The secrets that sign at `now`, the present one first. */
export async function validSecrets(
  { keys }: Pick<Deps, "keys">,
  {
    sealedSecret,
    sealedOldSecret,
    oldSecretUntil,
  }: Pick<WebhookRow, "sealedSecret" | "sealedOldSecret" | "oldSecretUntil">,
  now: Date,
): Promise<Uint8Array[]> {
  const present = await keys.unwrap(sealedSecret)
  if (!sealedOldSecret || !oldSecretUntil || oldSecretUntil <= now) return [present]
  return [present, await keys.unwrap(sealedOldSecret)]
}
