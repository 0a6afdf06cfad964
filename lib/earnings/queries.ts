/** One statement, both kinds: what a fan earned, in which state each line is, and why a cent is not paid yet. */
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { receipts, settlementShares, settlements } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, nodes, tickets } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links } from "#db/schema/fans.ts"
import { commissions } from "#db/schema/ledger.ts"
import type { ClickTrigger } from "#lib/attribution/click.ts"
import { DEMO_WINDOW_DAYS, type Touch } from "#lib/attribution/decide-referrer.ts"
import { type NamedTouch, nameTouches } from "#lib/attribution/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { english, type Translate } from "#lib/kernel/messages.ts"
import { type Micros, micros, sumMicros } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import { type EarningsView, type LineView, unpaidByCode, viewEarnings } from "./line-state.ts"
import { gateOf, readPayouts } from "./payout-queries.ts"

type ReadDeps = Pick<Deps, "clock" | "config"> & { db: DbOrTx }

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
  const rows = await readCommissions(deps.db, userId)
  const view = viewEarnings({
    lines: rows.map((r) => ({
      id: `${r.commission.entryId}`,
      amountMicros: r.commission.amountMicros,
      maturesAt: r.commission.maturesAt,
      held: r.commission.heldReason ? { reason: r.commission.heldReason, since: r.commission.earnedAt } : null,
      contingentUntil: null,
      reversals: [],
    })),
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

const readCommissions = (db: DbOrTx, userId: Id<"user">) =>
  db
    .select({ commission: commissions, titleName: titles.name, titleSlug: titles.slug })
    .from(commissions)
    .innerJoin(orders, eq(orders.id, commissions.orderId))
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(eq(commissions.userId, userId))
    .orderBy(desc(commissions.earnedAt), desc(commissions.entryId))

type CommissionRow = Awaited<ReturnType<typeof readCommissions>>[number]

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

export type ShareView = {
  ticket: string
  nodeName: string | null
  own: boolean
  bytesClaimed: number
  bytesCarried: number
  payMicros: Micros
  verdict: string
  /** The signed receipt, 104 bytes as hex; only for one's own shares. */
  receiptHex: string | null
  receiptAt: Date | null
}

/** A touch, and of a click what it kept beside its time; null when the click is gone or another fan's. */
export type TouchView = NamedTouch & {
  subId: string | null
  trigger: ClickTrigger | null
  linkCode: string | null
  own: boolean
}

export type LineStory = {
  line: CommissionView
  order: { id: Id<"order">; capturedAt: Date | null; priceMicros: Micros; rule: string }
  touches: TouchView[]
  settlement: {
    sizeBytes: number
    originBytes: number
    poolMicros: Micros
    originShareMicros: Micros
    flags: string[]
  } | null
  shares: ShareView[]
}

/** "Explain this line": every touch of a referral, every share and receipt of a carriage. `not_found` for others' lines. */
export async function explainLine(
  deps: ReadDeps,
  userId: Id<"user">,
  entryId: string,
  t: Translate = english,
): Promise<LineStory> {
  const { lines } = await allEarningsOf(deps, userId, t)
  const line = lines.find((l) => l.id === entryId)
  if (!line) throw new AppError("not_found", "There is no such line on your statement.")
  const [order] = await deps.db.select().from(orders).where(eq(orders.id, line.orderId))
  const [settlement] =
    line.kind === "carriage"
      ? await deps.db.select().from(settlements).where(eq(settlements.orderId, line.orderId))
      : []
  return {
    line,
    order: {
      id: order!.id,
      capturedAt: order!.capturedAt,
      priceMicros: micros(order!.priceCents * 10_000n),
      rule: order!.attributionRule,
    },
    touches: line.kind === "referral" ? await withClicks(deps.db, userId, order!.touches) : [],
    settlement: settlement ?? null,
    shares: settlement ? await sharesOf(deps.db, settlement.id, userId) : [],
  }
}

/** Other fans' links and tags are theirs: of their touches only the verdict is told. */
async function withClicks(db: DbOrTx, userId: Id<"user">, all: readonly Touch[]): Promise<TouchView[]> {
  const touches = await nameTouches(db, all, userId)
  const own = touches.filter((touch) => touch.referrerUserId === userId)
  const clickIds = own.flatMap((touch) => touch.clickId ?? [])
  const linkIds = own.flatMap((touch) => touch.linkId ?? [])
  const [clicked, codes] = await Promise.all([
    clickIds.length === 0
      ? []
      : db
          .select({ id: clicks.id, subId: clicks.subId, trigger: clicks.trigger })
          .from(clicks)
          .where(inArray(clicks.id, clickIds)),
    linkIds.length === 0
      ? []
      : db.select({ id: links.id, code: links.code }).from(links).where(inArray(links.id, linkIds)),
  ])
  return touches.map((touch) => {
    const isOwn = touch.referrerUserId === userId
    const click = isOwn ? clicked.find(({ id }) => id === touch.clickId) : undefined
    const link = isOwn ? codes.find(({ id }) => id === touch.linkId) : undefined
    const { subId = null, trigger = null } = click ?? {}
    return { ...touch, subId, trigger, linkCode: link?.code ?? null, own: isOwn }
  })
}

async function sharesOf(db: DbOrTx, settlementId: Id<"settlement">, userId: Id<"user">): Promise<ShareView[]> {
  const rows = await db
    .select({ share: settlementShares, nodeName: nodes.name, receipt: receipts })
    .from(settlementShares)
    .leftJoin(nodes, eq(nodes.id, settlementShares.nodeId))
    .leftJoin(receipts, eq(receipts.ticketJti, settlementShares.ticketJti))
    .where(eq(settlementShares.settlementId, settlementId))
    .orderBy(desc(settlementShares.bytesCarried))
  return rows.map(({ share, nodeName, receipt }) => {
    const own = share.ownerId === userId
    return {
      ticket: share.ticketJti,
      nodeName: own ? nodeName : null,
      own,
      bytesClaimed: share.bytesClaimed,
      bytesCarried: share.bytesCarried,
      payMicros: share.payMicros,
      verdict: share.verdict,
      receiptHex: own && receipt ? Buffer.from(receipt.raw).toString("hex") : null,
      receiptAt: own ? (receipt?.signedAt ?? null) : null,
    }
  })
}

export type ContingentCarriage = { titleName: string; bytesCarried: number; until: Date }

/** Carriage of demos nobody has bought yet: paid if the same account buys in time. */
export async function contingentCarriage(deps: ReadDeps, userId: Id<"user">): Promise<ContingentCarriage[]> {
  const now = deps.clock.now()
  const rows = await deps.db
    .select({
      titleName: titles.name,
      bytes: sql<string>`sum(${receipts.cumulativeBytes})`,
      endsAt: entitlements.endsAt,
    })
    .from(tickets)
    .innerJoin(receipts, eq(receipts.ticketJti, tickets.jti))
    .innerJoin(downloadSessions, eq(downloadSessions.id, tickets.sessionId))
    .innerJoin(entitlements, eq(entitlements.id, downloadSessions.entitlementId))
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .where(
      and(
        eq(tickets.ownerId, userId),
        eq(downloadSessions.kind, "demo"),
        inArray(downloadSessions.state, ["open", "reported", "closed"]),
        isNotNull(entitlements.endsAt),
        sql`${entitlements.endsAt} + make_interval(days => ${DEMO_WINDOW_DAYS}) > ${now.toISOString()}::timestamptz`,
      ),
    )
    .groupBy(titles.name, entitlements.id, entitlements.endsAt)
  return rows.map((r) => ({
    titleName: r.titleName,
    bytesCarried: Number(r.bytes),
    until: addDays(r.endsAt!, DEMO_WINDOW_DAYS),
  }))
}
