/** People: accounts, their sign-in ways, the tokens mailed to them, and where their money goes. */
import { integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import type { Locale } from "../../lib/kernel/messages.ts"
import { instant } from "../columns.ts"

export const ROLES = ["fan", "publisher", "operator"] as const
export type Role = (typeof ROLES)[number]

export const users = pgTable("user", {
  id: text("id").$type<Id<"user">>().primaryKey(),
  name: text("name"),
  email: text("email").notNull().unique(),
  /** When the person proved the address is theirs. */
  emailVerified: instant("email_verified"),
  image: text("image"),
  passwordHash: text("password_hash"),
  roles: text("roles").array().$type<Role[]>().notNull().default([]),
  /** The language mails to this account are written in. */
  locale: text("locale").$type<Locale>().notNull().default("en"),
  createdAt: instant("created_at").notNull(),
  suspendedAt: instant("suspended_at"),
  /** Written for the person to read. */
  suspendedReason: text("suspended_reason"),
})

/** Sign-ins through GitHub or Google. */
export const accounts = pgTable(
  "user_account",
  {
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] })],
)

/** Tokens of magic links, as next-auth keeps them (hashed). */
export const verificationTokens = pgTable(
  "verification_token",
  {
    identifier: text("identifier").notNull(),
    token: text("token").notNull(),
    expires: instant("expires").notNull(),
  },
  (t) => [primaryKey({ columns: [t.identifier, t.token] })],
)

/** Our own mailed tokens; only their hash is kept. */
export const mailTokens = pgTable("mail_token", {
  tokenHash: text("token_hash").primaryKey(),
  userId: text("user_id")
    .$type<Id<"user">>()
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  kind: text("kind").$type<"confirm" | "reset" | "payee" | "erase">().notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
})

/** Where an account's money is sent. */
export const payees = pgTable(
  "payee",
  {
    userId: text("user_id")
      .$type<Id<"user">>()
      .primaryKey()
      .references(() => users.id),
    paypalEmail: text("paypal_email").notNull(),
    confirmedAt: instant("confirmed_at"),
    changedAt: instant("changed_at").notNull(),
    frozenUntil: instant("frozen_until"),
    pausedReason: text("paused_reason"),
    failuresInRow: integer("failures_in_row").notNull().default(0),
  },
  (t) => [uniqueIndex("payee_email").on(t.paypalEmail, t.userId)],
)
