/** Clicks as they came, flagged or not, and the secrets of the day that let doubles be seen and then forgotten. */
import { index, pgTable, text } from "drizzle-orm/pg-core"
import type { ClickDevice, ClickFlag, ClickTrigger } from "../../lib/attribution/click.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { bytea, instant } from "../columns.ts"

export const clicks = pgTable(
  "click",
  {
    id: text("id").primaryKey(),
    linkId: text("link_id").$type<Id<"link">>().notNull(),
    /** The title the visitor was sent to; null for clicks from before it was kept (`clickTitle`). */
    titleId: text("title_id").$type<Id<"title">>(),
    at: instant("at").notNull(),
    subId: text("sub_id"),
    deepPath: text("deep_path"),
    refererHost: text("referer_host"),
    flag: text("flag").$type<ClickFlag>(),
    /** HMAC(secret of the day, network | agent | link): the same visitor within the hour. */
    visitHash: text("visit_hash").notNull(),
    dupOf: text("dup_of"),
    s1: text("s1"),
    s2: text("s2"),
    s3: text("s3"),
    s4: text("s4"),
    s5: text("s5"),
    /** Null for an unknown one, and for clicks from before it was kept. */
    trigger: text("trigger").$type<ClickTrigger>(),
    device: text("device").$type<ClickDevice>(),
    /** The utm_* of the click as a JSON object. */
    utm: text("utm"),
  },
  (t) => [index("click_link_at").on(t.linkId, t.at), index("click_visit").on(t.visitHash, t.at)],
)

export const daySecrets = pgTable("day_secret", {
  day: text("day").primaryKey(),
  secret: bytea("secret").notNull(),
})
