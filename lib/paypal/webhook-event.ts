/** What a webhook's body points at: ids only. Amounts and states in it are never read, because only a CRC protects them. */
import { z } from "zod"
import type { WebhookHint } from "./port.ts"

const text = z.string().max(128).optional().catch(undefined)
const link = z.object({ rel: z.string(), href: z.string().max(2_000) })
const links = z.preprocess((v) => (Array.isArray(v) ? v : []), z.array(link.nullable().catch(null)))

const resourceBody = z.object({
  id: text,
  dispute_id: text,
  payout_item_id: text,
  payout_batch_id: text,
  batch_header: z.object({ payout_batch_id: text }).optional().catch(undefined),
  supplementary_data: z
    .object({ related_ids: z.object({ order_id: text }).optional() })
    .optional()
    .catch(undefined),
  links,
})
const eventBody = z.object({
  id: z.string().min(1).max(128),
  event_type: z.string().min(1).max(128),
  resource: resourceBody,
})

type Resource = z.infer<typeof resourceBody>
type Subject = Partial<Omit<WebhookHint, "eventId" | "eventType" | "transmissionId">>

const NOTHING = {
  paypalOrderId: null,
  captureId: null,
  refundId: null,
  payoutBatchId: null,
  payoutItemId: null,
  disputeId: null,
}

/** The ids in a webhook's JSON, or null when it has not the shape of an event. */
export function readHint(json: unknown, transmissionId: string): WebhookHint | null {
  const event = eventBody.safeParse(json)
  if (!event.success) return null
  const { id: eventId, event_type: eventType, resource } = event.data
  return { ...NOTHING, ...subjectOf(eventType, resource), eventId, eventType, transmissionId }
}

function subjectOf(type: string, r: Resource): Subject {
  if (type.startsWith("CHECKOUT.")) return { paypalOrderId: r.id ?? null }
  if (type === "PAYMENT.CAPTURE.REFUNDED" || type === "PAYMENT.CAPTURE.REVERSED") return refundSubject(r)
  if (type.startsWith("PAYMENT.CAPTURE.")) return { captureId: r.id ?? null, paypalOrderId: orderOf(r) }
  if (type.startsWith("PAYMENT.PAYOUTSBATCH.")) return { payoutBatchId: r.batch_header?.payout_batch_id ?? null }
  if (type.startsWith("PAYMENT.PAYOUTS-ITEM.")) {
    return { payoutItemId: r.payout_item_id ?? null, payoutBatchId: r.payout_batch_id ?? null }
  }
  return type.startsWith("CUSTOMER.DISPUTE.") ? { disputeId: r.dispute_id ?? r.id ?? null } : {}
}

/** A refund's resource is the refund; its `up` link leads to the capture. */
function refundSubject(r: Resource): Subject {
  const up = r.links.find((l) => l?.rel === "up")?.href
  const captureId = up ? (/\/captures\/([A-Za-z0-9-]{1,36})$/.exec(up)?.[1] ?? null) : null
  return { refundId: r.id ?? null, captureId, paypalOrderId: orderOf(r) }
}

const orderOf = (r: Resource): string | null => r.supplementary_data?.related_ids?.order_id ?? null
