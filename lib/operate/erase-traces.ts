/** What buying, downloading and being paid left behind: addresses and payers go, amounts and numbers stay. */
import { and, eq, inArray, isNotNull, ne, sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { orders } from "#db/schema/checkout.ts"
import { typedCodes } from "#db/schema/codes.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import { entitlements, licences } from "#db/schema/entitlements.ts"
import { payouts } from "#db/schema/payouts.ts"
import { paypalWebhooks } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { ERASED, type PersonWords } from "./erase-words.ts"

export async function eraseTraces(tx: Tx, words: PersonWords, at: Date): Promise<void> {
  const { userId } = words
  await eraseWebhooks(tx, userId)
  for (const address of await addressesOf(tx, userId)) words.emails.add(address.toLowerCase())
  await tx.update(orders).set({ payerEmail: null, approveUrl: null }).where(eq(orders.buyerId, userId))
  await tx
    .update(orders)
    .set({ state: "voided" })
    .where(and(eq(orders.buyerId, userId), eq(orders.state, "created")))
  // What counted stands in the orders' own touches.
  await tx.delete(typedCodes).where(eq(typedCodes.buyerId, userId))
  await tx.update(payouts).set({ receiver: ERASED, reason: null, updatedAt: at }).where(eq(payouts.userId, userId))
  await tx
    .update(downloadSessions)
    .set({ address: "", networkGroup: "", deviceKey: null })
    .where(eq(downloadSessions.userId, userId))
  await tx.update(tickets).set({ networkGroup: "" }).where(eq(tickets.ownerId, userId))
  await endRights(tx, userId)
}

async function endRights(tx: Tx, userId: Id<"user">): Promise<void> {
  const own = tx.select({ id: entitlements.id }).from(entitlements).where(eq(entitlements.userId, userId))
  await tx.update(licences).set({ deviceKey: ERASED }).where(inArray(licences.entitlementId, own))
  await tx
    .update(entitlements)
    .set({ state: "revoked" })
    .where(and(eq(entitlements.userId, userId), ne(entitlements.state, "revoked")))
}

/** Every address PayPal knows the person by. */
async function addressesOf(tx: Tx, userId: Id<"user">): Promise<string[]> {
  const paidTo = await tx.selectDistinct({ at: payouts.receiver }).from(payouts).where(eq(payouts.userId, userId))
  const paidBy = await tx
    .selectDistinct({ at: orders.payerEmail })
    .from(orders)
    .where(and(eq(orders.buyerId, userId), isNotNull(orders.payerEmail)))
  const [payee] = await tx.select({ at: payees.paypalEmail }).from(payees).where(eq(payees.userId, userId))
  return [...paidTo, ...paidBy, ...(payee ? [payee] : [])].flatMap(({ at }) => (at?.includes("@") ? [at] : []))
}

/** PayPal's news about the person's orders and payouts name the payer, an address, sometimes a street; they were acted on. */
async function eraseWebhooks(tx: Tx, userId: Id<"user">): Promise<void> {
  const bought = await tx
    .select({ a: orders.paypalOrderId, b: orders.captureId })
    .from(orders)
    .where(eq(orders.buyerId, userId))
  const paid = await tx
    .select({ a: payouts.paypalItemId, b: sql<string>`${payouts.id}::text` })
    .from(payouts)
    .where(eq(payouts.userId, userId))
  const numbers = [...bought, ...paid].flatMap(({ a, b }) => [a, b]).filter((n) => n !== null)
  for (const number of numbers)
    await tx
      .update(paypalWebhooks)
      .set({ resource: {} })
      .where(sql`position(${number} in ${paypalWebhooks.resource}::text) > 0`)
}
