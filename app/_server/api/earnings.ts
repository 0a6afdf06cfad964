/** Commissions: one statement, both kinds, with a reason and a date for every unpaid cent. */
import "server-only"
import { z } from "zod"
import { COMMISSION_KINDS, Commission, commissionBody, commissionFields } from "#lib/answers/commission.ts"
import { readCursor } from "#lib/api/cursor.ts"
import { instant, instantOf, listAnswer, listOf, listQuery, money, moneyOf, when, whenOf } from "#lib/api/shapes.ts"
import { LINE_STATES } from "#lib/earnings/line-state.ts"
import { explainLine } from "#lib/earnings/line-story.ts"
import { orderFacts } from "#lib/earnings/order-facts.ts"
import { allEarningsOf, type CommissionView } from "#lib/earnings/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { m } from "#lib/kernel/messages.ts"
import { endpoint } from "./endpoint.ts"

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
      kind: z.enum(COMMISSION_KINDS).optional(),
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
      caller.actor.userId,
      rows.map((l) => l.orderId),
    )
    const item = (l: CommissionView) => commissionBody(l, orders.get(l.orderId))
    return listAnswer("commissions", rows, limit, { place: (l) => [l.id], item })
  },
)

const Explained = z
  .strictObject({
    ...commissionFields,
    touches: z
      .array(
        z.strictObject({
          kind: z.enum(["code", "demo", "click"]),
          at: instant(),
          yours: z.boolean(),
          link_id: z.string().nullable().describe(m("Of your own touches only.")),
          click_id: z.string().nullable().describe(m("Of your own touches only.")),
          sub_id: z.string().nullable().describe(m("Of your own touches only.")),
          code: z.string().nullable().describe(m("The creator code, of your own touches only.")),
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

const NOT_YOURS = { linkId: null, clickId: null, subId: null, code: null }

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
    const orders = await orderFacts(deps.db, actor.userId, [story.line.orderId])
    const touches = story.touches.map((touch) => {
      const yours = touch.referrerUserId === actor.userId
      const { kind, verdict, reason } = touch
      const { linkId, clickId, subId, code } = yours ? touch : NOT_YOURS
      const own = { link_id: linkId, click_id: clickId, sub_id: subId, code }
      return { kind, at: instantOf(new Date(touch.at)), yours, ...own, verdict, reason }
    })
    const shares = story.shares.map((share) => ({
      ...{ yours: share.own, node: share.nodeName, verdict: share.verdict, amount: moneyOf(share.payMicros) },
      ...{ bytes_claimed: `${share.bytesClaimed}`, bytes_carried: `${share.bytesCarried}` },
    }))
    return { answer: { ...commissionBody(story.line, orders.get(story.line.orderId)), touches, shares } }
  },
)
