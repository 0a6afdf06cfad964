/** The ledger: transactions of entries that sum to zero, never changed, only added to; and the lines people read. */
import { bigserial, index, integer, pgTable, text } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant, micros } from "../columns.ts"
import { users } from "./auth.ts"
import { orders } from "./checkout.ts"

export const ledgerTransactions = pgTable(
  "ledger_transaction",
  {
    id: text("id").$type<Id<"ledgerTransaction">>().primaryKey(),
    kind: text("kind").notNull(),
    orderId: text("order_id")
      .$type<Id<"order">>()
      .references(() => orders.id),
    payoutId: text("payout_id").$type<Id<"payout">>(),
    idempotencyKey: text("idempotency_key").notNull().unique(),
    currency: text("currency").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("ledger_transaction_order").on(t.orderId), index("ledger_transaction_payout").on(t.payoutId)],
)

export const ledgerEntries = pgTable(
  "ledger_entry",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    txId: text("tx_id")
      .$type<Id<"ledgerTransaction">>()
      .notNull()
      .references(() => ledgerTransactions.id),
    account: text("account").notNull(),
    /** Positive: owed to or held for the account's owner. Each transaction sums to zero. */
    amountMicros: micros("amount_micros").notNull(),
  },
  (t) => [index("ledger_entry_account").on(t.account, t.id), index("ledger_entry_tx").on(t.txId)],
)

export const COMMISSION_KINDS = ["referral", "carriage"] as const
export type CommissionKind = (typeof COMMISSION_KINDS)[number]

/** What an entry on a fan's account was for. Its state is a view over time, payouts and reversals, never stored. */
export const commissions = pgTable(
  "commission",
  {
    entryId: integer("entry_id")
      .primaryKey()
      .references(() => ledgerEntries.id),
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    orderId: text("order_id")
      .$type<Id<"order">>()
      .notNull()
      .references(() => orders.id),
    kind: text("kind").$type<CommissionKind>().notNull(),
    rateBps: integer("rate_bps").notNull(),
    basisMicros: micros("basis_micros").notNull(),
    amountMicros: micros("amount_micros").notNull(),
    earnedAt: instant("earned_at").notNull(),
    maturesAt: instant("matures_at").notNull(),
    /** Carriage lines: the settlement and the ticket behind the share. */
    settlementId: text("settlement_id").$type<Id<"settlement">>(),
    ticketJti: text("ticket_jti"),
    /** Referral lines: the signed split document. */
    document: text("document"),
    heldReason: text("held_reason"),
  },
  (t) => [index("commission_user").on(t.userId, t.maturesAt), index("commission_order").on(t.orderId)],
)
