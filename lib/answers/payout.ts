/** A payout as programs read it. */
import { z } from "zod"
import { instant, instantOf, money, priceOf } from "#lib/api/shapes.ts"
import type { PayoutView } from "#lib/earnings/payout-queries.ts"
import { m } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"
import { PAYOUT_STATES } from "#lib/payouts/payout-state.ts"

export const Payout = z
  .strictObject({
    id: z.string(),
    amount: money(),
    currency: z.literal("USD"),
    state: z.enum(PAYOUT_STATES),
    reason: z.string().nullable(),
    receiver: z.string().describe(m("The PayPal address it went to.")),
    created_at: instant(),
  })
  .meta({ id: "Payout" })

export const payoutBody = (payout: PayoutView): z.input<typeof Payout> => ({
  ...{ id: payout.id, amount: priceOf(cents(payout.amountCents)), currency: "USD", state: payout.state },
  ...{ reason: payout.reason, receiver: payout.receiver, created_at: instantOf(payout.at) },
})
