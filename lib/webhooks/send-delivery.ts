/** One attempt at one delivery: signed anew, sent through the guarded door, and what came of it written down. */
import { eq } from "drizzle-orm"
import { faultPoint } from "#db/faults.ts"
import { webhookDeliveries, webhookMessages, webhooks } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import type { OutsideAnswer, OutsideLimits } from "#lib/outside/fetch-outside.ts"
import { OutsideError } from "#lib/outside/outside-error.ts"
import type { WebhookRow } from "./own-webhook.ts"
import { endUnsent, recordAttempt } from "./record-attempt.ts"
import { bodyOf } from "./render-message.ts"
import { retryAfterOf } from "./retry.ts"
import { validSecrets } from "./rotate-secret.ts"
import { signatureOf } from "./signature.ts"
import { rulesFor } from "./webhook.ts"

export type SendDeps = Pick<Deps, "db" | "clock" | "config" | "keys" | "outside">

/** From the DNS question to the end of the answer. */
const TOTAL_MS = 10 * SECOND_MS
/** Of the answer; enough to see what a program complained of. */
const ANSWER_BYTES = 1_000

/** The row must be leased by the caller. A delivery that is gone, or no longer waits, is left alone. */
export async function sendDelivery(deps: SendDeps, deliveryId: Id<"delivery">): Promise<void> {
  const [found] = await deps.db
    .select({ delivery: webhookDeliveries, message: webhookMessages, webhook: webhooks })
    .from(webhookDeliveries)
    .innerJoin(webhookMessages, eq(webhookMessages.id, webhookDeliveries.messageId))
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(eq(webhookDeliveries.id, deliveryId))
  if (found?.delivery.state !== "pending") return
  const { message, webhook } = found
  const body = await bodyOf(deps, message)
  if (body === null) return endUnsent(deps, deliveryId)
  const secrets = await validSecrets(deps, webhook, deps.clock.now())
  // Real time, also in the sample world: receivers compare it with their own clock.
  const began = Date.now()
  const timestamp = Math.floor(began / 1_000)
  const signature = signatureOf({ messageId: message.id, timestamp, body }, secrets)
  const headers = headersOf({ messageId: message.id, timestamp, signature })
  faultPoint("remote.webhook.send")
  const outcome = await post(deps, webhook, { headers, body })
  faultPoint("remote.webhook.answered")
  const attempt = { at: deps.clock.now().toISOString(), tookMs: Date.now() - began, timestamp, ...outcome.seen }
  await recordAttempt(deps, { deliveryId, attempt, retryAfterMs: outcome.retryAfterMs })
}

/** What every message is sent with; the page of a delivery shows the same. */
export const headersOf = (sent: {
  messageId: string
  timestamp: number
  signature: string
}): Record<string, string> => ({
  "content-type": "application/json",
  "webhook-id": sent.messageId,
  "webhook-timestamp": `${sent.timestamp}`,
  "webhook-signature": sent.signature,
})

type Outcome = { seen: { status: number | null; error: string | null; answer: string }; retryAfterMs: number }
type Post = { headers: Record<string, string>; body: string }

async function post({ outside, config }: SendDeps, { url }: WebhookRow, { headers, body }: Post): Promise<Outcome> {
  const limits: Partial<OutsideLimits> = {
    ...rulesFor(url, config.outsideAllow),
    totalMs: TOTAL_MS,
    bodyBytes: ANSWER_BYTES,
    whenLarger: "cut",
    redirects: 0,
  }
  try {
    return outcomeOf(await outside.fetch({ url, method: "POST", headers, body, limits }))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { seen: { status: null, error: error.code, answer: "" }, retryAfterMs: 0 }
  }
}

function outcomeOf({ status, headers, body }: OutsideAnswer): Outcome {
  const retryAfterMs = retryAfterOf(headers["retry-after"], new Date())
  return { seen: { status, error: null, answer: readable(body) }, retryAfterMs }
}

/** A stranger's bytes as a text the database can keep and a page can show. */
const readable = (body: Uint8Array): string =>
  new TextDecoder().decode(body).replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")
