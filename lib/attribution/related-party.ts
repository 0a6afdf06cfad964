/** Related parties: whether an earner and a buyer are the same hand, judged once, at capture. */
import { eq, inArray } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { payees, users } from "#db/schema/auth.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"

export type Buyer = { buyerId: Id<"user">; payerEmail: string | null }
export type Related = { ownerId: Id<"user">; reason: string }

/** The owners among `ownerIds` who are related to the buyer, each with the reason they will read. */
export async function findRelated(tx: Tx, buyer: Buyer, ownerIds: readonly Id<"user">[]): Promise<Related[]> {
  if (ownerIds.length === 0) return []
  const people = await tx
    .select({ id: users.id, email: users.email, payee: payees.paypalEmail, confirmedAt: payees.confirmedAt })
    .from(users)
    .leftJoin(payees, eq(payees.userId, users.id))
    .where(inArray(users.id, [...new Set([...ownerIds, buyer.buyerId])]))
  const self = people.find((p) => p.id === buyer.buyerId)
  // Anybody can type somebody's address; only a confirmed one says that both are one hand.
  const buyerPayee = self?.confirmedAt ? lower(self.payee) : null
  const payer = lower(buyer.payerEmail)
  return people
    .filter((p) => ownerIds.includes(p.id))
    .map((p) => ({ ownerId: p.id, reason: reasonFor(p, { ...buyer, payer, buyerPayee }) }))
    .filter((r): r is Related => r.reason !== null)
}

function reasonFor(
  owner: { id: string; email: string; payee: string | null },
  buyer: { buyerId: string; payer: string | null; buyerPayee: string | null },
): string | null {
  if (owner.id === buyer.buyerId) return m("The buyer is the same account.")
  const payee = lower(owner.payee)
  if (payee && payee === buyer.buyerPayee) return m("The buyer is paid at the same PayPal address.")
  if (buyer.payer && (buyer.payer === payee || buyer.payer === lower(owner.email))) {
    return m("The purchase was paid from the same PayPal account.")
  }
  return null
}

const lower = (email: string | null | undefined): string | null => email?.trim().toLowerCase() ?? null
