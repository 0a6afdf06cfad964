/** The platform's own rows: signing keys, the sample world's clock, outgoing mail, the outbox, inbound webhooks, activity. */
import { bigint, bigserial, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { bytea, instant } from "../columns.ts"

export const KEY_USES = ["ticket", "licence", "audit", "statement"] as const
export type KeyUse = (typeof KEY_USES)[number]

export const signingKeys = pgTable("signing_key", {
  kid: text("kid").primaryKey(),
  use: text("use").$type<KeyUse>().notNull(),
  publicKey: text("public_key").notNull(),
  wrappedPrivateKey: bytea("wrapped_private_key").notNull(),
  from: instant("from").notNull(),
  to: instant("to"),
})

/** One row, in the sample world only: how far the platform clock is ahead of real time. */
export const clockState = pgTable("clock_state", {
  id: integer("id").primaryKey(),
  offsetMs: bigint("offset_ms", { mode: "number" }).notNull(),
})

/** Work that must follow a committed change: written in the same tx, done by the job loop, at least once. */
export const outbox = pgTable(
  "outbox",
  {
    id: text("id").$type<Id<"outbox">>().primaryKey(),
    kind: text("kind").notNull(),
    /** Two rows with the same key are one piece of work. */
    key: text("key").notNull().unique(),
    payload: jsonb("payload").$type<Record<string, string>>().notNull(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    doneAt: instant("done_at"),
    /** Real time until which the process that took it has it to itself. */
    leasedUntil: instant("leased_until"),
    /** Grows whenever it is asked for again, so that a worker sees that it was asked anew meanwhile. */
    revision: integer("revision").notNull().default(0),
  },
  (t) => [index("outbox_due").on(t.doneAt, t.dueAt)],
)

export const mails = pgTable(
  "mail",
  {
    id: text("id").$type<Id<"mail">>().primaryKey(),
    to: text("to").notNull(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    html: text("html").notNull(),
    /** Beyond what every mail has: how to unsubscribe (RFC 2369, RFC 8058). */
    headers: jsonb("headers").$type<Record<string, string>>().notNull().default({}),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
    /** The other side refused it for good: it is not tried again. */
    failedAt: instant("failed_at"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
  },
  (t) => [index("mail_unsent").on(t.sentAt)],
)

/** Addresses whose mail came back for good; the row goes with the first mail that arrives. */
export const mailAddresses = pgTable("mail_address", {
  address: text("address").primaryKey(),
  failuresInRow: integer("failures_in_row").notNull().default(0),
  lastError: text("last_error"),
  /** Set after several such failures in a row: no notices are mailed there until somebody asks for another try. */
  givenUpAt: instant("given_up_at"),
})

/** PayPal's webhooks as they came: a hint each, acted on by asking PayPal. */
export const paypalWebhooks = pgTable("paypal_webhook", {
  eventId: text("event_id").primaryKey(),
  transmissionId: text("transmission_id").notNull().unique(),
  type: text("type").notNull(),
  resource: jsonb("resource").$type<Record<string, unknown>>().notNull(),
  receivedAt: instant("received_at").notNull(),
  doneAt: instant("done_at"),
})

/** What just happened on an account, for the live page; pages ask for everything after the id they saw last. */
export const activity = pgTable(
  "activity",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    userId: text("user_id").$type<Id<"user">>().notNull(),
    kind: text("kind").notNull(),
    payload: jsonb("payload").$type<Record<string, string>>().notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("activity_user").on(t.userId, t.id)],
)
