/** Who hears of a captured purchase: the buyer by a receipt, the publisher, and the fan who brought the buyer. */
import { and, count, eq, isNotNull } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { commissions } from "#db/schema/ledger.ts"
import { codesNamed } from "#lib/attribution/queries.ts"
import { invariant } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { centsToMicros } from "#lib/kernel/money.ts"
import { notify } from "#lib/notices/notify.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"
import type { Split } from "./split.ts"

export type SaleNews = {
  order: typeof orders.$inferSelect
  split: Split
  /** Null: nobody earns a referral on it. */
  referrer: { userId: Id<"user">; maturesAt: Date } | null
  /** Why the fan who brought the buyer earns nothing: one hand, as it turned out at the payment. */
  ownReason: string | null
  heldReason: string | null
  at: Date
}
type Title = { name: string; slug: string; owner: Id<"user"> }

/** In the capture's tx. */
export async function tellOfSale(tx: Tx, news: SaleNews): Promise<void> {
  const { order, split, referrer, at } = news
  const [title] = await tx
    .select({ name: titles.name, slug: titles.slug, owner: publishers.ownerId })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .where(eq(titles.id, order.titleId))
  invariant(title, "an order has a title")
  await tellBuyer(tx, news, title)
  await tellPublisher(tx, news, title)
  const code = await codeOf(tx, order)
  if (!referrer) return tellOwn(tx, news, title, code)
  const sale = { orderId: order.id, title: title.name, grossCents: `${order.priceCents}` }
  const payload = { ...sale, ...code, micros: `${split.referralMicros}` }
  await recordActivity(tx, { userId: referrer.userId, kind: "sale", payload, at })
  await tellReferrer(tx, news, referrer, title, code)
}

type Code = { code: string } | undefined

async function codeOf(tx: Tx, { codeId }: SaleNews["order"]): Promise<Code> {
  const code = codeId && (await codesNamed(tx, [codeId])).get(codeId)
  return code ? { code } : undefined
}

async function tellOwn(tx: Tx, { order, ownReason, at }: SaleNews, title: Title, code: Code): Promise<void> {
  if (!order.referrerId || !ownReason) return
  const payload = { title: title.name, reason: ownReason, ...code }
  await notify(tx, { userId: order.referrerId, kind: "own-sale", key: `sale:${order.id}`, payload, at })
}

async function tellBuyer(tx: Tx, { order, split, referrer, at }: SaleNews, title: Title): Promise<void> {
  const payload = {
    title: title.name,
    slug: title.slug,
    priceMicros: `${centsToMicros(order.priceCents)}`,
    referralMicros: referrer ? `${split.referralMicros}` : "",
    orderId: order.id,
    at: at.toISOString(),
  }
  await notify(tx, { userId: order.buyerId, kind: "receipt", key: `receipt:${order.id}`, payload, at })
}

async function tellPublisher(tx: Tx, { order, split, at }: SaleNews, title: Title): Promise<void> {
  const micros = `${split.publisherMicros}`
  const sale = { orderId: order.id, title: title.name, grossCents: `${order.priceCents}` }
  await recordActivity(tx, { userId: title.owner, kind: "sale", payload: { ...sale, micros }, at })
  const payload = { title: title.name, slug: title.slug, micros }
  await notify(tx, { userId: title.owner, kind: "title-sold", key: `sold:${order.id}`, payload, at })
}

async function tellReferrer(
  tx: Tx,
  { order, split, heldReason, at }: SaleNews,
  { userId, maturesAt }: { userId: Id<"user">; maturesAt: Date },
  title: Title,
  code: Code,
): Promise<void> {
  const key = `sale:${order.id}`
  const earned = { title: title.name, micros: `${split.referralMicros}`, orderId: order.id, ...code }
  if (heldReason) {
    await notify(tx, {
      userId,
      kind: "line-held",
      key,
      payload: { ...earned, reason: heldReason, stream: "referral" },
      at,
    })
    return
  }
  const payload = { ...earned, maturesAt: maturesAt.toISOString() }
  if (await isFirstSale(tx, userId)) return notify(tx, { userId, kind: "first-sale", key, payload, at })
  if (code && (await isFirstOfCode(tx, order)))
    return notify(tx, { userId, kind: "first-code-sale", key, payload: { ...payload, ...code }, at })
  await notify(tx, { userId, kind: kindOf(order), key, payload, at })
}

/** This order is captured already. */
async function isFirstOfCode(tx: Tx, { codeId }: SaleNews["order"]): Promise<boolean> {
  return (await tx.$count(orders, and(eq(orders.codeId, codeId!), isNotNull(orders.capturedAt)))) === 1
}

const kindOf = (order: SaleNews["order"]) => (order.attributionRule === "demo_origin" ? "demo-converted" : "sale")

/** This sale's own line is written already. */
async function isFirstSale(tx: Tx, userId: Id<"user">): Promise<boolean> {
  const [row] = await tx
    .select({ n: count() })
    .from(commissions)
    .where(and(eq(commissions.userId, userId), eq(commissions.kind, "referral")))
  return row?.n === 1
}
