/** One statement, both kinds: what a fan earned, in which state each line is, and why a cent is not paid yet. */
import { and, desc, eq, type SQL } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { commissions } from "#db/schema/ledger.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { english, type Translate } from "#lib/kernel/messages.ts"
import { type Micros, sumMicros } from "#lib/kernel/money.ts"
import {
  type EarnedLine,
  type EarningsView,
  isPayable,
  type LineView,
  unpaidByCode,
  viewEarnings,
} from "./line-state.ts"
import { gateOf, readPayouts } from "./payout-queries.ts"

export type ReadDeps = Pick<Deps, "clock" | "config"> & { db: DbOrTx }

export type CommissionView = LineView & {
  kind: "referral" | "carriage"
  orderId: Id<"order">
  titleName: string
  titleSlug: string
  rateBps: number
  basisMicros: Micros
  earnedAt: Date
  maturesAt: Date
}

export type KindTotals = {
  pendingMicros: Micros
  maturedMicros: Micros
  processingMicros: Micros
  paidMicros: Micros
  heldMicros: Micros
}
export type Earnings = {
  lines: CommissionView[]
  totals: Record<"referral" | "carriage", KindTotals>
  /** Why each unpaid sum is unpaid, largest first. */
  unpaid: { code: string; reason: string; amountMicros: Micros; nextChangeAt: Date | null }[]
}

/** A dashboard shows the newest lines; the statement file has them all. */
const SHOWN_LINES = 500

/** Everything a fan's earnings page shows. */
export async function earningsOf(deps: ReadDeps, userId: Id<"user">, t: Translate = english): Promise<Earnings> {
  const all = await allEarningsOf(deps, userId, t)
  return { ...all, lines: all.lines.slice(0, SHOWN_LINES) }
}

/** The same with every line, newest first: their states depend on one another, so they are always reckoned together. */
export async function allEarningsOf(deps: ReadDeps, userId: Id<"user">, t: Translate = english): Promise<Earnings> {
  const now = deps.clock.now()
  const rows = await readCommissions(deps.db, eq(commissions.userId, userId))
  const view = viewEarnings({
    lines: rows.map(earnedOf),
    payouts: await readPayouts(deps.db, userId),
    gate: await gateOf(deps, userId, t),
    now,
    t,
  })
  const lines = rows.map((row, i) => toCommission(row, view.lines[i]!))
  return {
    lines,
    totals: { referral: totalsOf(lines, "referral"), carriage: totalsOf(lines, "carriage") },
    unpaid: reasonsOf(view),
  }
}

type OfOrder = { userId: Id<"user">; orderId: Id<"order">; kind: CommissionView["kind"] }

/**
 * A fan's lines of one order, as `allEarningsOf` would have them. While none of them can be paid yet, nothing that was paid
 * or is owed back has touched them, so they are reckoned by themselves: right after a sale that is always so.
 */
export async function earningsOfOrder(deps: ReadDeps, { userId, orderId, kind }: OfOrder): Promise<CommissionView[]> {
  const now = deps.clock.now()
  const ofOrder = and(eq(commissions.userId, userId), eq(commissions.orderId, orderId), eq(commissions.kind, kind))
  const rows = await readCommissions(deps.db, ofOrder)
  const lines = rows.map(earnedOf)
  if (!lines.some((line) => isPayable(line, now))) {
    const view = viewEarnings({ lines, payouts: [], gate: null, now })
    return rows.map((row, i) => toCommission(row, view.lines[i]!))
  }
  const all = await allEarningsOf(deps, userId)
  return all.lines.filter((line) => line.orderId === orderId && line.kind === kind)
}

const readCommissions = (db: DbOrTx, which: SQL | undefined) =>
  db
    .select({ commission: commissions, titleName: titles.name, titleSlug: titles.slug })
    .from(commissions)
    .innerJoin(orders, eq(orders.id, commissions.orderId))
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(which)
    .orderBy(desc(commissions.earnedAt), desc(commissions.entryId))

type CommissionRow = Awaited<ReturnType<typeof readCommissions>>[number]

const earnedOf = ({
  commission: { entryId, amountMicros, maturesAt, heldReason, earnedAt },
}: CommissionRow): EarnedLine => ({
  ...{ id: `${entryId}`, amountMicros, maturesAt },
  held: heldReason ? { reason: heldReason, since: earnedAt } : null,
  contingentUntil: null,
  reversals: [],
})

const toCommission = ({ commission, titleName, titleSlug }: CommissionRow, line: LineView): CommissionView => ({
  ...line,
  kind: commission.kind,
  orderId: commission.orderId,
  titleName,
  titleSlug,
  rateBps: commission.rateBps,
  basisMicros: commission.basisMicros,
  earnedAt: commission.earnedAt,
  maturesAt: commission.maturesAt,
})

function totalsOf(lines: readonly CommissionView[], kind: "referral" | "carriage"): KindTotals {
  const own = lines.filter((l) => l.kind === kind)
  const open = (states: readonly string[]) =>
    sumMicros(
      own
        .filter((l) => states.includes(l.state))
        .flatMap((l) => l.unpaid.filter((u) => u.code !== "processing"))
        .map((u) => u.amountMicros),
    )
  return {
    pendingMicros: open(["pending"]),
    maturedMicros: open(["matured"]),
    heldMicros: open(["held"]),
    processingMicros: sumMicros(
      own.flatMap((l) => l.unpaid.filter((u) => u.code === "processing")).map((u) => u.amountMicros),
    ),
    paidMicros: sumMicros(own.map((l) => l.paidMicros)),
  }
}

function reasonsOf(view: EarningsView): Earnings["unpaid"] {
  const all = view.lines.flatMap((l) => l.unpaid)
  return [...unpaidByCode(view)]
    .map(([code, amountMicros]) => {
      const next = all
        .filter((u) => u.code === code)
        .sort((a, b) => a.nextChangeAt.getTime() - b.nextChangeAt.getTime())[0]
      return { code, amountMicros, reason: next?.reason ?? "", nextChangeAt: next?.nextChangeAt ?? null }
    })
    .sort((a, b) => (a.amountMicros < b.amountMicros ? 1 : -1))
}
