/** "Explain this line": every touch of a referral, every share and receipt of a carriage. */
import { desc, eq, inArray } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { receipts, settlementShares, settlements } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { nodes } from "#db/schema/delivery.ts"
import { links } from "#db/schema/fans.ts"
import type { ClickTrigger } from "#lib/attribution/click.ts"
import type { Touch } from "#lib/attribution/decide-referrer.ts"
import { type NamedTouch, nameTouches } from "#lib/attribution/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { english, type Translate } from "#lib/kernel/messages.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import { allEarningsOf, type CommissionView, type ReadDeps } from "./queries.ts"

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

/** `not_found` for others' lines. */
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
