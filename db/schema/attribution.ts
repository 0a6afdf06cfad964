/** Clicks as they came, flagged or not, and the secrets of the day that let doubles be seen and then forgotten. */
import { index, pgTable, text } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { bytea, instant } from "../columns.ts"

export const CLICK_FLAGS = ["bot", "no_agent", "head", "prefetch", "own"] as const
export type ClickFlag = (typeof CLICK_FLAGS)[number]

export const clicks = pgTable(
  "click",
  {
    id: text("id").primaryKey(),
    linkId: text("link_id").$type<Id<"link">>().notNull(),
    at: instant("at").notNull(),
    subId: text("sub_id"),
    deepPath: text("deep_path"),
    refererHost: text("referer_host"),
    flag: text("flag").$type<ClickFlag>(),
    /** HMAC(secret of the day, network | agent | link): the same visitor within the hour. */
    visitHash: text("visit_hash").notNull(),
    dupOf: text("dup_of"),
  },
  (t) => [index("click_link_at").on(t.linkId, t.at), index("click_visit").on(t.visitHash, t.at)],
)

export const daySecrets = pgTable("day_secret", {
  day: text("day").primaryKey(),
  secret: bytea("secret").notNull(),
})
