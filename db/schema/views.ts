/** Views of tables that people have kept under a name. */
import { sql } from "drizzle-orm"
import { jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant } from "../columns.ts"
import { users } from "./auth.ts"

export const savedViews = pgTable(
  "saved_view",
  {
    id: text("id").$type<Id<"view">>().primaryKey(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Which table of ours: "fan-links". */
    tableKey: text("table_key").notNull(),
    name: text("name").notNull(),
    /** Address parameters by name; checked again by the table when it is opened. */
    state: jsonb("state").$type<Readonly<Record<string, readonly string[]>>>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [uniqueIndex("saved_view_name").on(t.ownerId, t.tableKey, sql`lower(${t.name})`)],
)
