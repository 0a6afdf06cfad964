/** A commission as programs read it: its state, with a reason and a date for every unpaid cent. */
import { z } from "zod"
import { bps, instant, instantOf, instantOrNull, money, moneyOf, priceOf } from "#lib/api/shapes.ts"
import { LINE_STATES } from "#lib/earnings/line-state.ts"
import type { OrderFacts } from "#lib/earnings/order-facts.ts"
import type { CommissionView } from "#lib/earnings/queries.ts"
import { m } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"
import { Reason, reasonBody } from "./unpaid.ts"
import { winningTouchBody, winningTouchFields } from "./winning-touch.ts"

export const COMMISSION_KINDS = ["referral", "carriage"] as const

export const commissionFields = {
  id: z.string(),
  kind: z.enum(COMMISSION_KINDS),
  amount: money().describe(m("As earned, before anything was taken back.")),
  currency: z.literal("USD"),
  state: z.enum(LINE_STATES),
  paid: money(),
  refunded: money().describe(m("Taken back while it was unpaid.")),
  offset: money().describe(m("Kept back for refunds of lines that had been paid.")),
  unpaid: z.array(Reason),
  rate_bps: bps(),
  basis: money().describe(m("What the rate was taken of.")),
  earned_at: instant(),
  matures_at: instant(),
  ...winningTouchFields,
  order: z
    .strictObject({
      id: z.string(),
      title: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
      price: money(),
      refunded: money(),
      captured_at: instant().nullable(),
      rule: z.string().describe(m("The rule of attribution that decided.")),
    })
    .describe(m("The order behind it; never who bought.")),
}
export const Commission = z.strictObject(commissionFields).meta({ id: "Commission" })

export function commissionBody(view: CommissionView, order: OrderFacts | undefined): z.input<typeof Commission> {
  return {
    id: view.id,
    kind: view.kind,
    amount: moneyOf(view.amountMicros),
    currency: "USD",
    state: view.state,
    paid: moneyOf(view.paidMicros),
    refunded: moneyOf(view.refundedMicros),
    offset: moneyOf(view.offsetMicros),
    unpaid: view.unpaid.map(reasonBody),
    rate_bps: view.rateBps,
    basis: moneyOf(view.basisMicros),
    earned_at: instantOf(view.earnedAt),
    matures_at: instantOf(view.maturesAt),
    // Carriage is earned by carrying, whoever brought the buyer.
    ...winningTouchBody(view.kind === "referral" ? (order?.brought ?? null) : null),
    order: {
      id: view.orderId,
      title: { id: order?.titleId ?? "", slug: view.titleSlug, name: view.titleName },
      price: priceOf(order?.priceCents ?? cents(0)),
      refunded: priceOf(order?.refundedCents ?? cents(0)),
      captured_at: instantOrNull(order?.capturedAt ?? null),
      rule: order?.rule ?? "none",
    },
  }
}
