/** Tells every carrier of a settled purchase what its nodes carried and earned, or that it is held and why. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type NewNotice, notifyAll } from "#lib/notices/notify.ts"

export type CarriedNews = {
  orderId: Id<"order">
  titleId: Id<"title">
  release: { sizeBytes: number }
  /** One for each ticket that was paid; an owner of several nodes stands here several times. */
  carried: readonly { userId: Id<"user">; amountMicros: bigint; bytes: bigint; maturesAt: Date }[]
  heldReason: string | null
  at: Date
}
type Carried = CarriedNews["carried"][number]

/** In the settlement's tx; one notice per owner. */
export async function tellCarriers(tx: Tx, news: CarriedNews): Promise<void> {
  if (news.carried.length === 0) return
  const [title] = await tx.select({ name: titles.name }).from(titles).where(eq(titles.id, news.titleId))
  await notifyAll(
    tx,
    byOwner(news.carried).map((one) => noticeOf(one, news, title?.name ?? "")),
  )
}

function byOwner(carried: readonly Carried[]): Carried[] {
  const sums = new Map<string, Carried>()
  for (const one of carried) {
    const before = sums.get(one.userId)
    const sum = before && { amountMicros: before.amountMicros + one.amountMicros, bytes: before.bytes + one.bytes }
    sums.set(one.userId, { ...one, ...sum })
  }
  return [...sums.values()]
}

function noticeOf(one: Carried, { orderId, release, heldReason, at }: CarriedNews, title: string): NewNotice {
  const about = { userId: one.userId, key: `settled:${orderId}`, at }
  const earned = { title, micros: `${one.amountMicros}`, orderId }
  if (heldReason) return { ...about, kind: "line-held", payload: { ...earned, reason: heldReason, stream: "carriage" } }
  const carried = { bytes: `${one.bytes}`, sizeBytes: `${release.sizeBytes}` }
  const maturesAt = one.maturesAt.toISOString()
  return { ...about, kind: "carriage-settled", payload: { ...earned, maturesAt, ...carried } }
}
