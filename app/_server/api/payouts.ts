/** Payouts that were made, and the balance with what happens to it next. */
import "server-only"
import { z } from "zod"
import { Payout, payoutBody } from "#lib/answers/payout.ts"
import { Reason, reasonBody } from "#lib/answers/unpaid.ts"
import { readCursor } from "#lib/api/cursor.ts"
import { instant, instantOf, listAnswer, listOf, listQuery, money, moneyOf } from "#lib/api/shapes.ts"
import { pageOfPayouts, payoutOutlook } from "#lib/earnings/payout-queries.ts"
import { allEarningsOf, type KindTotals } from "#lib/earnings/queries.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { english, m } from "#lib/kernel/messages.ts"
import { cents, centsToMicros } from "#lib/kernel/money.ts"
import { storeCreditAccount } from "#lib/ledger/accounts.ts"
import { balanceOf } from "#lib/ledger/queries.ts"
import { endpoint } from "./endpoint.ts"

export const listPayouts = endpoint(
  {
    name: "listPayouts",
    method: "GET",
    path: "/api/v1/payouts",
    scope: "earnings:read",
    summary: m("Your payouts, newest first."),
    query: z.strictObject(listQuery),
    answer: listOf(Payout),
  },
  async ({ deps, caller, query: { limit, cursor } }) => {
    const [after = null] = cursor ? readCursor("payouts", cursor, [(id) => isId("payout", id)]) : []
    const rows = await pageOfPayouts(deps.db, caller.actor.userId, { after: after as Id<"payout"> | null, limit })
    return listAnswer("payouts", rows, limit, { place: (payout) => [payout.id], item: payoutBody })
  },
)

const Totals = z.strictObject({ pending: money(), matured: money(), processing: money(), paid: money(), held: money() })

const totalsBody = (totals: KindTotals): z.input<typeof Totals> => ({
  pending: moneyOf(totals.pendingMicros),
  matured: moneyOf(totals.maturedMicros),
  processing: moneyOf(totals.processingMicros),
  paid: moneyOf(totals.paidMicros),
  held: moneyOf(totals.heldMicros),
})

export const getBalance = endpoint(
  {
    name: "getBalance",
    method: "GET",
    path: "/api/v1/balance",
    scope: "earnings:read",
    summary: m("What you have earned, by kind and state, and what happens to it next."),
    answer: z.strictObject({
      currency: z.literal("USD"),
      referral: Totals,
      carriage: Totals,
      store_credit: money(),
      unpaid: z.array(Reason).describe(m("Why each unpaid sum is unpaid, largest first.")),
      next_payout: z.strictObject({
        at: instant().describe(m("The next payout run, Mondays 06:00 UTC.")),
        amount: money().describe(m("What would be paid in it; 0.00 when something keeps it.")),
        kept_by: z.string().nullable().describe(m("A stable code of what keeps it; null when nothing does.")),
        reason: z.string().nullable(),
      }),
    }),
    cost: 5,
  },
  async ({ deps, caller: { actor } }) => {
    const earnings = await allEarningsOf(deps, actor.userId)
    const { decision, runAt } = await payoutOutlook(deps, actor.userId, english)
    const kept = "skip" in decision ? decision : null
    const amount = "payCents" in decision ? decision.payCents : cents(0)
    return {
      answer: {
        currency: "USD" as const,
        referral: totalsBody(earnings.totals.referral),
        carriage: totalsBody(earnings.totals.carriage),
        store_credit: moneyOf(await balanceOf(deps.db, storeCreditAccount(actor.userId))),
        unpaid: earnings.unpaid.map(reasonBody),
        next_payout: {
          at: instantOf(runAt),
          amount: moneyOf(centsToMicros(amount)),
          kept_by: kept?.skip ?? null,
          reason: kept?.reason ?? null,
        },
      },
    }
  },
)
