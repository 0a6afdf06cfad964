/** Commissions: one statement, both kinds, with a reason and a date for every unpaid cent. */
import "server-only"
import { z } from "zod"
import { readCursor } from "#lib/api/cursor.ts"
import { LINE_STATES } from "#lib/earnings/line-state.ts"
import { type OrderFacts, orderFacts } from "#lib/earnings/order-facts.ts"
import { allEarningsOf, type CommissionView, explainLine } from "#lib/earnings/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { m } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"
import { endpoint } from "./endpoint.ts"
import {
  bps,
  instant,
  instantOf,
  instantOrNull,
  listAnswer,
  listOf,
  listQuery,
  money,
  moneyOf,
  priceOf,
  when,
  whenOf,
} from "./shapes.ts"
import { Reason, reasonBody } from "./unpaid.ts"

const KINDS = ["referral", "carriage"] as const

const line = {
  id: z.string(),
  kind: z.enum(KINDS),
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
const Commission = z.strictObject(line).meta({ id: "Commission" })

function commissionBody(view: CommissionView, order: OrderFacts | undefined): z.input<typeof Commission> {
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

const isEntry = (text: string) => /^[1-9]\d{0,14}$/.test(text)

export const listCommissions = endpoint(
  {
    name: "listCommissions",
    method: "GET",
    path: "/api/v1/commissions",
    scope: "earnings:read",
    summary: m("Every line of your statement, newest first."),
    notes: m("States depend on one another, so all lines are reckoned for each page: ask for large pages."),
    query: z.strictObject({
      ...listQuery,
      kind: z.enum(KINDS).optional(),
      state: z.enum(LINE_STATES).optional(),
      from: when().optional().describe(m("Earned from this instant on.")),
      to: when().optional().describe(m("Earned before this instant.")),
    }),
    answer: listOf(Commission),
    cost: 5,
  },
  async ({ deps, caller, query: { limit, cursor, kind, state, ...span } }) => {
    const [after] = cursor ? readCursor("commissions", cursor, [isEntry]) : []
    const { lines } = await allEarningsOf(deps, caller.actor.userId)
    const [from, to] = [whenOf(span.from), whenOf(span.to)]
    const wanted = (l: CommissionView) =>
      (!kind || l.kind === kind) &&
      (!state || l.state === state) &&
      (!from || l.earnedAt >= from) &&
      (!to || l.earnedAt < to)
    const begin = after ? lines.findIndex((l) => l.id === after) + 1 : 0
    if (after && begin === 0)
      throw new AppError("invalid_input", "This cursor is not one of this list; begin again without it.", {
        field: "cursor",
      })
    const rows = lines
      .slice(begin)
      .filter(wanted)
      .slice(0, limit + 1)
    const orders = await orderFacts(
      deps.db,
      rows.map((l) => l.orderId),
    )
    const item = (l: CommissionView) => commissionBody(l, orders.get(l.orderId))
    return listAnswer("commissions", rows, limit, { place: (l) => [l.id], item })
  },
)

const Explained = z
  .strictObject({
    ...line,
    touches: z
      .array(
        z.strictObject({
          kind: z.enum(["code", "demo", "click"]),
          at: instant(),
          yours: z.boolean(),
          link_id: z.string().nullable().describe(m("Of your own touches only.")),
          click_id: z.string().nullable().describe(m("Of your own touches only.")),
          verdict: z.enum(["won", "lost", "void"]),
          reason: z.string(),
        }),
      )
      .describe(m("Everything that was considered, oldest first: the one that won and why the others did not.")),
    shares: z
      .array(
        z.strictObject({
          yours: z.boolean(),
          node: z.string().nullable().describe(m("Of your own nodes only.")),
          bytes_claimed: z.string(),
          bytes_carried: z.string().describe(m("Verified bytes that were paid for.")),
          amount: money(),
          verdict: z.string(),
        }),
      )
      .describe(m("Carriage: who carried how much of this download.")),
  })
  .meta({ id: "ExplainedCommission" })

export const getCommission = endpoint(
  {
    name: "getCommission",
    method: "GET",
    path: "/api/v1/commissions/{id}",
    scope: "earnings:read",
    summary: m("One line, with every touch or share that made it."),
    params: z.object({ id: z.string().regex(/^[1-9]\d{0,14}$/) }),
    answer: Explained,
    cost: 5,
  },
  async ({ deps, caller: { actor }, params }) => {
    const story = await explainLine(deps, actor.userId, params.id)
    const orders = await orderFacts(deps.db, [story.line.orderId])
    const touches = story.touches.map((touch) => {
      const yours = touch.referrerUserId === actor.userId
      const { kind, verdict, reason } = touch
      const own = { link_id: yours ? touch.linkId : null, click_id: yours ? touch.clickId : null }
      return { kind, at: instantOf(new Date(touch.at)), yours, ...own, verdict, reason }
    })
    const shares = story.shares.map((share) => ({
      ...{ yours: share.own, node: share.nodeName, verdict: share.verdict, amount: moneyOf(share.payMicros) },
      ...{ bytes_claimed: `${share.bytesClaimed}`, bytes_carried: `${share.bytesCarried}` },
    }))
    return { answer: { ...commissionBody(story.line, orders.get(story.line.orderId)), touches, shares } }
  },
)
