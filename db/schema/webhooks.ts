/** Webhooks: addresses of people's own programs, what is told to them, and how each telling went. */
import { sql } from "drizzle-orm"
import { bigint, check, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import type { ProgramEvent } from "../../lib/notices/program-event-state.ts"
import {
  type Attempt,
  DELIVERY_STATES,
  type DeliveryState,
  DISABLED_REASONS,
  type DisabledReason,
  WEBHOOK_STATES,
  type WebhookState,
} from "../../lib/webhooks/webhook-state.ts"
import { bytea, instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"

const ownerId = () =>
  text("owner_id")
    .$type<Id<"user">>()
    .notNull()
    .references(() => users.id, { onDelete: "cascade" })

export const webhooks = pgTable(
  "webhook",
  {
    id: text("id").$type<Id<"webhook">>().primaryKey(),
    ownerId: ownerId(),
    url: text("url").notNull(),
    description: text("description").notNull(),
    events: text("events").array().$type<ProgramEvent[]>().notNull(),
    state: text("state").$type<WebhookState>().notNull(),
    disabledReason: text("disabled_reason").$type<DisabledReason>(),
    /** Under the master key (lib/keys/seal.ts); the one before signs too until `oldSecretUntil` (platform time). */
    sealedSecret: bytea("sealed_secret").notNull(),
    sealedOldSecret: bytea("sealed_old_secret"),
    oldSecretUntil: instant("old_secret_until"),
    createdAt: instant("created_at").notNull(),
    deliveredAt: instant("delivered_at"),
    /** The first failure since something last arrived. */
    failingSince: instant("failing_since"),
    failuresInRow: integer("failures_in_row").notNull().default(0),
    warnedAt: instant("warned_at"),
    /** The last line of `activity` whose clicks were told. */
    clicksSeen: bigint("clicks_seen", { mode: "number" }).notNull().default(0),
    clicksToldAt: instant("clicks_told_at"),
  },
  (t) => [
    index("webhook_owner").on(t.ownerId),
    check("webhook_tells_something", sql`cardinality(${t.events}) > 0`),
    oneOf("webhook_state", t.state, WEBHOOK_STATES),
    oneOf("webhook_disabled_reason", t.disabledReason, DISABLED_REASONS),
    check("webhook_disabled_why", sql`(${t.state} = 'disabled') = (${t.disabledReason} is not null)`),
  ],
)

/** What is told: one row for each event and account that has a webhook for it, written in the event's own tx. */
export const webhookMessages = pgTable(
  "webhook_message",
  {
    id: text("id").$type<Id<"message">>().primaryKey(),
    ownerId: ownerId(),
    type: text("type").$type<ProgramEvent>().notNull(),
    /** Two messages of one type to one account with the same key are one. */
    key: text("key").notNull(),
    /** What it is about, by ids; the body is written from it once, before the first attempt. */
    about: jsonb("about").$type<Record<string, string>>().notNull(),
    at: instant("at").notNull(),
    body: text("body"),
  },
  (t) => [unique("webhook_message_once").on(t.ownerId, t.type, t.key), index("webhook_message_age").on(t.at)],
)

export const webhookDeliveries = pgTable(
  "webhook_delivery",
  {
    id: text("id").$type<Id<"delivery">>().primaryKey(),
    ownerId: ownerId(),
    webhookId: text("webhook_id")
      .$type<Id<"webhook">>()
      .notNull()
      .references(() => webhooks.id, { onDelete: "cascade" }),
    messageId: text("message_id")
      .$type<Id<"message">>()
      .notNull()
      .references(() => webhookMessages.id, { onDelete: "cascade" }),
    state: text("state").$type<DeliveryState>().notNull(),
    createdAt: instant("created_at").notNull(),
    /** Platform time of the next attempt; null when there is none. */
    dueAt: instant("due_at"),
    /** Real time until which the process that took it has it to itself. */
    leasedUntil: instant("leased_until"),
    /** Since it was written or last replayed. */
    failures: integer("failures").notNull().default(0),
    endedAt: instant("ended_at"),
    attempts: jsonb("attempts").$type<Attempt[]>().notNull().default([]),
  },
  (t) => [
    unique("webhook_delivery_once").on(t.webhookId, t.messageId),
    oneOf("webhook_delivery_state", t.state, DELIVERY_STATES),
    check("webhook_delivery_due", sql`(${t.state} = 'pending') = (${t.dueAt} is not null)`),
    index("webhook_delivery_owner").on(t.ownerId),
    index("webhook_delivery_list").on(t.webhookId, t.id),
    index("webhook_delivery_message").on(t.messageId),
    index("webhook_delivery_due_at").on(t.dueAt).where(sql`${t.state} = 'pending'`),
  ],
)
