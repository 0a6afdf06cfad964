/** What a captured payment does, all in the capture's tx: money is split, the right is granted, everybody is told. */
import { and, eq, gt, inArray, isNotNull } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { flags } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { findRelated, type Related } from "#lib/attribution/related-party.ts"
import { currentRelease, newestDeliverable } from "#lib/catalog/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { grantPurchase } from "#lib/entitlements/grant-purchase.ts"
import { ownsTitle } from "#lib/entitlements/queries.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { type Cents, centsToMicros, micros } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import { maturesAt } from "#lib/ledger/hold.ts"
import { postTransaction } from "#lib/ledger/post-transaction.ts"
import { capturePosting } from "#lib/ledger/postings.ts"
import { notifyOperators } from "#lib/notices/notify.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { signSplit } from "#peer/protocol/split.ts"
import type { Payment } from "./capture-order.ts"
import { type Split, splitCapture } from "./split.ts"
import { tellOfSale } from "./tell-of-sale.ts"

type Order = typeof orders.$inferSelect
type RecordDeps = Pick<Deps, "clock" | "config" | "keys">
type Taken = { payment: Payment; feeCents: Cents }

/** A purchase that nobody downloads is settled after 90 days: its pool returns to the platform. */
export const SETTLE_WITHOUT_DOWNLOAD_DAYS = 90
/** A copy that is complete settles a week later (the receipts' grace), at once when that is past. */
const SETTLE_AFTER_COPY_DAYS = 7

const PAID_TWICE = "The buyer paid twice for this title in one moment. A person gives the second payment back."

/** The order is locked and in a state that may be captured. */
export async function recordCapture(tx: Tx, deps: RecordDeps, order: Order, taken: Taken): Promise<void> {
  const at = deps.clock.now()
  const copy = await findCompleteCopy(tx, order)
  const related = await judgeRelated(tx, order, taken.payment)
  const referrerId = related.some((r) => r.ownerId === order.referrerId) ? null : order.referrerId
  // Two orders captured in one moment: the money is booked as it is, and waits for a person.
  const paidTwice = await ownsTitle(tx, order.buyerId, order.titleId)
  const heldReason = paidTwice ? PAID_TWICE : null
  const split = await postSplit(tx, deps, { order, feeCents: taken.feeCents, referrerId, heldReason, at })
  const releaseId = copy?.releaseId ?? (await releaseFor(tx, order.titleId))
  await tx
    .update(orders)
    .set({
      state: "captured",
      pendingReason: null,
      captureId: taken.payment.captureId,
      feeCents: taken.feeCents,
      payerEmail: taken.payment.payerEmail,
      capturedAt: at,
      releaseId,
      relatedOwners: related,
    })
    .where(eq(orders.id, order.id))
  const right = { userId: order.buyerId, titleId: order.titleId, releaseId, orderId: order.id, at }
  if (paidTwice) await flagPaidTwice(tx, order.id, at)
  else await grantPurchase(tx, right)
  await planSettlement(tx, order.id, copy?.completedAt ?? null, at)
  const referrer = referrerId && { userId: referrerId, maturesAt: await maturityOf(tx, deps, referrerId, at) }
  const ownReason = related.find((r) => r.ownerId === order.referrerId)?.reason ?? null
  await tellOfSale(tx, { order, split, referrer: referrer || null, ownReason, heldReason, at })
}

async function flagPaidTwice(tx: Tx, orderId: Id<"order">, openedAt: Date): Promise<void> {
  const flag = { kind: "PAID_TWICE", subject: orderId, reason: PAID_TWICE, openedAt }
  await tx.insert(flags).values({ id: newId("flag", openedAt), ...flag })
  await notifyOperators(tx, { ...flag, at: openedAt })
}

/** The release current at capture; when the last one was withdrawn since the order, still that one: its buyers keep it. */
async function releaseFor(tx: Tx, titleId: Id<"title">): Promise<Id<"release"> | null> {
  const release = (await currentRelease(tx, titleId)) ?? (await newestDeliverable(tx, titleId))
  return release?.id ?? null
}

/** The first complete copy this account has of the title, from a demo. */
async function findCompleteCopy(tx: Tx, order: Order) {
  const [copy] = await tx
    .select({ releaseId: downloadSessions.releaseId, completedAt: downloadSessions.completedAt })
    .from(downloadSessions)
    .where(
      and(
        eq(downloadSessions.userId, order.buyerId),
        eq(downloadSessions.titleId, order.titleId),
        eq(downloadSessions.kind, "demo"),
        isNotNull(downloadSessions.completedAt),
      ),
    )
    .orderBy(downloadSessions.completedAt)
    .limit(1)
  return copy
}

/** Account, payee and payment instrument are judged once, here, for the referrer and every carrier so far. */
async function judgeRelated(tx: Tx, order: Order, payment: Payment): Promise<Related[]> {
  const carriers = await tx
    .selectDistinct({ ownerId: tickets.ownerId })
    .from(tickets)
    .innerJoin(downloadSessions, eq(downloadSessions.id, tickets.sessionId))
    .where(and(eq(downloadSessions.userId, order.buyerId), eq(downloadSessions.titleId, order.titleId)))
  const owners = [...carriers.map((c) => c.ownerId), order.referrerId].filter((id): id is Id<"user"> => id !== null)
  return findRelated(tx, { buyerId: order.buyerId, payerEmail: payment.payerEmail }, owners)
}

type Splitting = {
  order: Order
  feeCents: Cents
  referrerId: Id<"user"> | null
  heldReason: string | null
  at: Date
}

async function postSplit(tx: Tx, deps: RecordDeps, splitting: Splitting): Promise<Split> {
  const { order, feeCents, referrerId, heldReason, at } = splitting
  const split = splitCapture({
    grossCents: order.priceCents,
    feeCents,
    taxMicros: order.taxMicros,
    rates: order,
    referrer: referrerId !== null,
  })
  const publisherId = await publisherOf(tx, order.titleId)
  const entries = capturePosting(split, { orderId: order.id, publisherId, referrerUserId: referrerId })
  const document = await splitDocument(deps, order, split, at)
  const entry = entries.findIndex((e) => e.account === `fan:${referrerId}:referral`)
  const line = referrerId && {
    entry,
    userId: referrerId,
    orderId: order.id,
    kind: "referral" as const,
    rateBps: order.referralBps,
    basisMicros: basisOf(order),
    earnedAt: at,
    maturesAt: await maturityOf(tx, deps, referrerId, at),
    document,
    ...(heldReason && { heldReason }),
  }
  await postTransaction(tx, {
    kind: "capture",
    idempotencyKey: `capture:${order.id}`,
    orderId: order.id,
    at,
    currency: order.currency,
    entries,
    lines: line ? [line] : [],
  })
  return split
}

const maturityOf = async (tx: Tx, { config }: RecordDeps, userId: Id<"user">, at: Date): Promise<Date> =>
  maturesAt(at, await accountCreatedAt(tx, userId), config)

const basisOf = (order: Order) => micros(centsToMicros(order.priceCents) - order.taxMicros)

async function splitDocument(deps: RecordDeps, order: Order, split: Split, at: Date): Promise<string> {
  return signSplit(
    {
      orderId: order.id,
      currency: order.currency,
      grossMicros: centsToMicros(order.priceCents),
      taxMicros: order.taxMicros,
      rates: {
        referral: order.referralBps,
        carriage: order.carriageBps,
        publisher: order.publisherBps,
        platform: order.platformBps,
      },
      amounts: {
        referral: split.referralMicros + split.unattributedMicros,
        carriage: split.carriagePoolMicros,
        publisher: split.publisherMicros,
        platform: split.platformMicros,
        fee: split.feeMicros,
      },
      iat: Math.floor(at.getTime() / 1000),
    },
    await deps.keys.signingKey("statement"),
  )
}

async function publisherOf(tx: Tx, titleId: Id<"title">): Promise<Id<"publisher">> {
  const [row] = await tx.select({ id: titles.publisherId }).from(titles).where(eq(titles.id, titleId))
  invariant(row, "a title has a publisher")
  return row.id
}

export async function accountCreatedAt(tx: Tx, userId: Id<"user">): Promise<Date> {
  const [row] = await tx.select({ createdAt: users.createdAt }).from(users).where(eq(users.id, userId))
  invariant(row, "the account exists")
  return row.createdAt
}

async function planSettlement(tx: Tx, orderId: Id<"order">, copyCompletedAt: Date | null, at: Date): Promise<void> {
  const dueAt = copyCompletedAt
    ? addDays(copyCompletedAt, SETTLE_AFTER_COPY_DAYS)
    : addDays(at, SETTLE_WITHOUT_DOWNLOAD_DAYS)
  await enqueue(tx, { kind: "settlement.due", key: `settle:${orderId}`, payload: { orderId }, dueAt })
}

/** Whether a demo of the account stands behind a purchase at `at`: it runs, or ended less than the window ago. */
export async function demoCounts(tx: Tx, order: Order, at: Date, windowDays: number): Promise<boolean> {
  const [demo] = await tx
    .select({ id: entitlements.id })
    .from(entitlements)
    .where(
      and(
        eq(entitlements.userId, order.buyerId),
        eq(entitlements.titleId, order.titleId),
        eq(entitlements.kind, "demo"),
        inArray(entitlements.state, ["active", "expired"]),
        gt(entitlements.endsAt, addDays(at, -windowDays)),
      ),
    )
  return demo !== undefined
}
