/** How webhooks and what was sent to them read in the REST API; a secret stands only in the answer that made it. */
import "server-only"
import { z } from "zod"
import { instant, instantOf, instantOrNull } from "#lib/api/shapes.ts"
import { m } from "#lib/kernel/messages.ts"
import { CHOSEN_EVENTS, PROGRAM_EVENTS, type ProgramEvent } from "#lib/notices/program-event-state.ts"
import type { DeliveryView, WebhookView } from "#lib/webhooks/queries.ts"
import { DELIVERY_STATES, DISABLED_REASONS, WEBHOOK_STATES } from "#lib/webhooks/webhook-state.ts"

const Event = z.enum(Object.keys(PROGRAM_EVENTS) as ProgramEvent[])
export const Events = z.array(z.enum(CHOSEN_EVENTS)).max(CHOSEN_EVENTS.length)

export const webhookFields = {
  id: z.string(),
  url: z.url(),
  description: z.string(),
  events: z.array(Event),
  state: z
    .enum(WEBHOOK_STATES)
    .describe(m("Paused by you: what happens waits. Disabled by us: nothing is kept for it.")),
  disabled_reason: z.enum(DISABLED_REASONS).nullable(),
  created_at: instant(),
  delivered_at: instant().nullable().describe(m("When something last arrived.")),
  failing_since: instant().nullable(),
  old_secret_until: instant().nullable().describe(m("Until then messages are signed with the secret before, too.")),
  pending: z.int().describe(m("Deliveries that wait for their next attempt.")),
  failed: z.int().describe(m("Deliveries of the last 30 days that were given up.")),
}
export const Webhook = z.strictObject(webhookFields).meta({ id: "Webhook" })

export const webhookBody = (view: WebhookView): z.input<typeof Webhook> => ({
  id: view.webhookId,
  url: view.url,
  description: view.description,
  events: view.events,
  state: view.state,
  disabled_reason: view.disabledReason,
  created_at: instantOf(view.createdAt),
  delivered_at: instantOrNull(view.deliveredAt),
  failing_since: instantOrNull(view.failingSince),
  old_secret_until: instantOrNull(view.oldSecretUntil),
  pending: view.pending,
  failed: view.failed,
})

export const Delivery = z
  .strictObject({
    id: z.string(),
    message_id: z.string().describe(m("The webhook-id: the same for every attempt and replay.")),
    event: Event,
    state: z.enum(DELIVERY_STATES),
    created_at: instant(),
    next_attempt_at: instant().nullable(),
    ended_at: instant().nullable(),
    attempts: z
      .array(
        z.strictObject({
          at: instant(),
          took_ms: z.int(),
          status: z.int().nullable().describe(m("Null when nothing answered.")),
          error: z.string().nullable().describe(m("What stopped it, such as timeout, tls, refused.")),
          answer: z.string().describe(m("The beginning of the answer's body.")),
        }),
      )
      .describe(m("The last twenty, oldest first.")),
  })
  .meta({ id: "Delivery" })

export const deliveryBody = (view: DeliveryView): z.input<typeof Delivery> => ({
  id: view.deliveryId,
  message_id: view.messageId,
  event: view.type,
  state: view.state,
  created_at: instantOf(view.createdAt),
  next_attempt_at: instantOrNull(view.dueAt),
  ended_at: instantOrNull(view.endedAt),
  attempts: view.attempts.map(({ at, tookMs, status, error, answer }) => ({
    at,
    took_ms: tookMs,
    status,
    error,
    answer,
  })),
})
