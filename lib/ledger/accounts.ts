/**
 * The ledger's accounts, by name. A positive balance is owed to, or held for, the account's owner; the one account that
 * stands for money coming in, `paypal_clearing`, is negative by what came in. So the money at PayPal is
 * -(paypal_clearing) - (paypal_fees), and all balances together are zero.
 */
import { type Id, isId } from "../kernel/ids.ts"

/** Accounts without an owner of their own, and what their balance says. */
export const HOUSE_ACCOUNTS = {
  paypal_clearing: "negative by the gross that came in, back towards zero by what was refunded and paid out",
  paypal_fees: "positive by what PayPal kept; never owed to anybody",
  platform: "the operator's own; may be negative, since it bears refunded fees",
  unattributed: "positive by the referral parts of orders nobody referred",
  chargeback_loss: "negative by what disputes cost beyond the price",
} as const

export type HouseAccount = keyof typeof HOUSE_ACCOUNTS
export type FanAccountKind = "referral" | "carriage"

export type Account =
  | HouseAccount
  /** Owed to a publisher. */
  | `publisher:${Id<"publisher">}`
  /** Held for the carriers of one order until it is settled; then exactly 0. */
  | `carriage_pool:${Id<"order">}`
  /** Owed to a fan; pending and matured are views over time. Negative after a refund of what was paid out. */
  | `fan:${Id<"user">}:${FanAccountKind}`
  /** Held for one payout until PayPal's final word; then exactly 0. */
  | `in_transit:${Id<"payout">}`
  /** Held for an account to spend on titles. */
  | `store_credit:${Id<"user">}`

export const publisherAccount = (id: Id<"publisher">): Account => `publisher:${id}`
export const carriagePoolAccount = (id: Id<"order">): Account => `carriage_pool:${id}`
export const fanAccount = (id: Id<"user">, kind: FanAccountKind): Account => `fan:${id}:${kind}`
export const inTransitAccount = (id: Id<"payout">): Account => `in_transit:${id}`
export const storeCreditAccount = (id: Id<"user">): Account => `store_credit:${id}`

export type ParsedAccount =
  | { kind: HouseAccount }
  | { kind: "publisher"; publisherId: Id<"publisher"> }
  | { kind: "carriage_pool"; orderId: Id<"order"> }
  | { kind: "fan"; userId: Id<"user">; of: FanAccountKind }
  | { kind: "in_transit"; payoutId: Id<"payout"> }
  | { kind: "store_credit"; userId: Id<"user"> }

/** Reads an account's name; throws RangeError on anything that is none. */
export function parseAccount(name: string): ParsedAccount {
  if (Object.hasOwn(HOUSE_ACCOUNTS, name)) return { kind: name as HouseAccount }
  const parsed = parseOwned(name.split(":"))
  if (!parsed) throw new RangeError("not an account")
  return parsed
}

function parseOwned([kind, id, of, ...more]: string[]): ParsedAccount | null {
  if (kind === "fan") {
    const valid = isId("user", id) && (of === "referral" || of === "carriage") && more.length === 0
    return valid ? { kind, userId: id, of } : null
  }
  if (of !== undefined) return null
  if (kind === "publisher" && isId("publisher", id)) return { kind, publisherId: id }
  if (kind === "carriage_pool" && isId("order", id)) return { kind, orderId: id }
  if (kind === "in_transit" && isId("payout", id)) return { kind, payoutId: id }
  if (kind === "store_credit" && isId("user", id)) return { kind, userId: id }
  return null
}

/** The name of a parsed account. */
export function formatAccount(parsed: ParsedAccount): Account {
  switch (parsed.kind) {
    case "publisher":
      return publisherAccount(parsed.publisherId)
    case "carriage_pool":
      return carriagePoolAccount(parsed.orderId)
    case "fan":
      return fanAccount(parsed.userId, parsed.of)
    case "in_transit":
      return inTransitAccount(parsed.payoutId)
    case "store_credit":
      return storeCreditAccount(parsed.userId)
    default:
      return parsed.kind
  }
}
