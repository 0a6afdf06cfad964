/** What each kind of message holds: the very shapes the REST API answers with (lib/answers), and nothing of any buyer. */
import type { webhookMessages } from "#db/schema/webhooks.ts"
import { commissionBody } from "#lib/answers/commission.ts"
import { demoBody } from "#lib/answers/demo.ts"
import { linkBody } from "#lib/answers/link.ts"
import { payoutBody } from "#lib/answers/payout.ts"
import { siteBody } from "#lib/answers/site.ts"
import { moneyOf } from "#lib/api/shapes.ts"
import type { Deps } from "#lib/deps.ts"
import { findBroughtDemo } from "#lib/earnings/brought-demo.ts"
import { orderFacts } from "#lib/earnings/order-facts.ts"
import { findPayout } from "#lib/earnings/payout-queries.ts"
import { earningsOfOrder } from "#lib/earnings/queries.ts"
import { getOwnLink } from "#lib/fans/link-queries.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { micros } from "#lib/kernel/money.ts"
import type { PayoutState } from "#lib/payouts/payout-state.ts"

export type Message = typeof webhookMessages.$inferSelect
export type DataDeps = Pick<Deps, "db" | "clock" | "config">

/** Of one order; more carriers of one owner than this would be a wonder, and have to fit into 20 kB. */
const MAX_LINES = 12

/** Null when the thing is not there any more. */
export async function dataOf(deps: DataDeps, message: Message): Promise<unknown> {
  try {
    return await read(deps, message)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null
    throw error
  }
}

async function read(deps: DataDeps, { type, ownerId, about, body }: Message): Promise<unknown> {
  const { db, config } = deps
  switch (type) {
    case "ping":
      return { webhook_id: about.webhookId }
    case "click.counted":
      // Written whole by gather-clicks.ts.
      return body
    case "sale.captured":
      return (await linesOf(deps, ownerId, about.orderId, "referral"))[0] ?? null
    case "carriage.settled":
      return settledOf(await linesOf(deps, ownerId, about.orderId, "carriage"), about)
    case "commission.matured":
      return maturedOf(about)
    case "demo.started": {
      const demo = await findBroughtDemo(db, ownerId, about.demoId as Id<"entitlement">)
      return demo && demoBody(demo)
    }
    case "payout.sent":
    case "payout.paid":
    case "payout.failed": {
      const payout = await findPayout(db, ownerId, about.payoutId as Id<"payout">)
      // As it was then: another message tells of what came after.
      return payout && payoutBody({ ...payout, state: (about.state as PayoutState) ?? payout.state })
    }
    case "link.dead":
      return linkBody(await getOwnLink(db, ownerId, about.linkId as Id<"link">), config.publicUrl)
    case "site.verified":
    case "site.lost":
      return siteBody(await getOwnSite(db, ownerId, about.siteId as Id<"site">), config.publicUrl)
  }
}

async function linesOf(deps: DataDeps, userId: Id<"user">, orderId = "", kind: "referral" | "carriage") {
  const of = { userId, orderId: orderId as Id<"order">, kind }
  const own = await earningsOfOrder(deps, of)
  const orders = await orderFacts(deps.db, userId, [of.orderId])
  return own.slice(0, MAX_LINES).map((line) => commissionBody(line, orders.get(line.orderId)))
}

/** One line for each of the owner's nodes that carried. */
const settledOf = (
  commissions: readonly unknown[],
  { orderId, micros: amount = "0", bytes }: Record<string, string>,
) =>
  commissions.length > 0
    ? { order_id: orderId, amount: moneyOf(micros(amount)), bytes_carried: bytes ?? null, commissions }
    : null

/** Gathered for a whole day, UTC. */
const maturedOf = ({ day, micros: amount = "0", lines, payoutAt }: Record<string, string>) => ({
  ...{ day, amount: moneyOf(micros(amount)), currency: "USD", commissions: Number(lines), next_payout_at: payoutAt },
})
