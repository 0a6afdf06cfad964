/** Payout runs, written whole before PayPal is called, and the payouts in them. */
import { boolean, index, integer, pgTable, text } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { PAYOUT_RUN_STATES, type PayoutRunState } from "../../lib/payouts/payout-run-state.ts"
import { PAYOUT_STATES, type PayoutState } from "../../lib/payouts/payout-state.ts"
import { cents, instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"

export const payoutRuns = pgTable(
  "payout_run",
  {
    /** Also the sender_batch_id and the PayPal-Request-Id. */
    id: text("id").$type<Id<"payoutRun">>().primaryKey(),
    /** The Monday it belongs to and a running number: one run per period and part. */
    period: text("period").notNull().unique(),
    state: text("state").$type<PayoutRunState>().notNull(),
    paypalBatchId: text("paypal_batch_id").unique(),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at"),
    lastError: text("last_error"),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [oneOf("payout_run_state", t.state, PAYOUT_RUN_STATES)],
)

export const payouts = pgTable(
  "payout",
  {
    /** Also the sender_item_id. */
    id: text("id").$type<Id<"payout">>().primaryKey(),
    runId: text("run_id")
      .$type<Id<"payoutRun">>()
      .notNull()
      .references(() => payoutRuns.id),
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    receiver: text("receiver").notNull(),
    amountCents: cents("amount_cents").notNull(),
    currency: text("currency").notNull(),
    state: text("state").$type<PayoutState>().notNull(),
    paypalItemId: text("paypal_item_id").unique(),
    paypalStatus: text("paypal_status"),
    feeCents: cents("fee_cents"),
    reason: text("reason"),
    /** Set once, when the money went back to the account. */
    moneyReturned: boolean("money_returned").notNull().default(false),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    oneOf("payout_state", t.state, PAYOUT_STATES),
    index("payout_user").on(t.userId),
    index("payout_of_run").on(t.runId),
  ],
)
