/**
 * Erases a person: name, addresses, payee, mails and keys go; the account's number stays on orders and in the ledger, so
 * that every sum stands as it was booked (bookkeeping law: amounts, dates and numbers are kept for ten years).
 */
import { and, eq, inArray, isNotNull, or } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { orders } from "#db/schema/checkout.ts"
import { erasures } from "#db/schema/operate.ts"
import { payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, isBefore } from "#lib/kernel/period.ts"
import { PAYOUT_IN_FLIGHT_STATES } from "#lib/payouts/payout-state.ts"
import { erasePerson } from "./erase-person.ts"
import { eraseTraces } from "./erase-traces.ts"
import { eraseWords, type PersonWords } from "./erase-words.ts"
import { eraseWorks } from "./erase-works.ts"

export type Erased = { state: "done" } | { state: "postponed"; againAt: Date }

/** Does nothing for an erasure that was called off or is done. Money on its way is waited for, a day at a time. */
export async function eraseAccount(
  deps: Pick<Deps, "db" | "clock" | "caches">,
  input: { erasureId: Id<"erasure"> },
): Promise<Erased> {
  const at = deps.clock.now()
  const done = await inTx(deps.db, "erase-account", async (tx) => {
    const [erasure] = await tx.select().from(erasures).where(eq(erasures.id, input.erasureId)).for("update")
    if (erasure?.state !== "waiting") return null
    if (isBefore(at, erasure.dueAt)) return erasure.dueAt
    const waitsFor = await moneyOnItsWay(tx, erasure.userId)
    if (waitsFor) {
      await tx.update(erasures).set({ waitsFor }).where(eq(erasures.id, erasure.id))
      return addDays(at, 1)
    }
    await erase(tx, erasure.userId, at)
    await tx.update(erasures).set({ state: "done", endedAt: at, waitsFor: null }).where(eq(erasures.id, erasure.id))
    return erasure.userId
  })
  if (done instanceof Date) return { state: "postponed", againAt: done }
  if (done) await deps.caches.ownerChanged(done)
  return { state: "done" }
}

/** Where PayPal has not spoken its last word, the address it will name is still needed. */
async function moneyOnItsWay(tx: Tx, userId: Id<"user">): Promise<string | null> {
  const inFlight = and(eq(payouts.userId, userId), inArray(payouts.state, [...PAYOUT_IN_FLIGHT_STATES]))
  if ((await tx.$count(payouts, inFlight)) > 0) return "A payout is on its way."
  const open = or(isNotNull(orders.pendingReason), eq(orders.state, "approved"))
  const buying = and(eq(orders.buyerId, userId), inArray(orders.state, ["created", "approved"]), open)
  return (await tx.$count(orders, buying)) > 0 ? "A payment is on its way." : null
}

async function erase(tx: Tx, userId: Id<"user">, at: Date): Promise<void> {
  const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("update")
  const words: PersonWords = { userId, emails: new Set([user!.email]), names: new Set(user!.name ? [user!.name] : []) }
  await eraseWorks(tx, words, at)
  await eraseTraces(tx, words, at)
  await erasePerson(tx, words, at)
  // Last: whatever anybody wrote about the person elsewhere, also in tables this file does not know.
  await eraseWords(tx, words)
}
