/** Keys of people's programs, of which only the hash is kept, and the answers a repeated request gets again. */
import { sql } from "drizzle-orm"
import { check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core"
import type { Scope } from "../../lib/api/scopes.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant } from "../columns.ts"
import { users } from "./auth.ts"

export const apiKeys = pgTable(
  "api_key",
  {
    id: text("id").$type<Id<"apiKey">>().primaryKey(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    keyHash: text("key_hash").notNull().unique(),
    name: text("name").notNull(),
    /** The key's last four characters, by which its owner knows it again; empty where it is older than hints. */
    hint: text("hint").notNull(),
    scopes: text("scopes").array().$type<Scope[]>().notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    /** The network it was last used from, never the address. */
    lastUsedFrom: text("last_used_from"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [index("api_key_owner").on(t.ownerId), check("api_key_scoped", sql`cardinality(${t.scopes}) > 0`)],
)

/** One row per account and `Idempotency-Key`, written in the tx of the effect it tells of. */
export const apiAnswers = pgTable(
  "api_answer",
  {
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    idempotencyKey: text("idempotency_key").notNull(),
    /** What was asked: method, path and body. */
    requestHash: text("request_hash").notNull(),
    status: integer("status").notNull(),
    body: text("body").notNull(),
    location: text("location"),
    answeredAt: instant("answered_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.idempotencyKey] }), index("api_answer_age").on(t.answeredAt)],
)
