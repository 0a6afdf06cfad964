/** The right to a title, by purchase or demo, and the licences handed out under it. */
import { sql } from "drizzle-orm"
import { index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import type { Touch } from "../../lib/attribution/decide-referrer.ts"
import { ENTITLEMENT_STATES, type EntitlementState } from "../../lib/entitlements/entitlement-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"
import { releases, titles } from "./catalog.ts"
import { orders } from "./checkout.ts"

export const entitlements = pgTable(
  "entitlement",
  {
    id: text("id").$type<Id<"entitlement">>().primaryKey(),
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    releaseId: text("release_id")
      .$type<Id<"release">>()
      .references(() => releases.id),
    kind: text("kind").$type<"purchase" | "demo">().notNull(),
    state: text("state").$type<EntitlementState>().notNull(),
    orderId: text("order_id")
      .$type<Id<"order">>()
      .references(() => orders.id)
      .unique(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at"),
    /** Demo origin: the referrer decided when the demo was started, bound once the first verified bytes arrived. */
    originBoundAt: instant("origin_bound_at"),
    referrerId: text("referrer_id")
      .$type<Id<"user">>()
      .references(() => users.id),
    linkId: text("link_id").$type<Id<"link">>(),
    clickId: text("click_id"),
    codeId: text("code_id").$type<Id<"code">>(),
    touches: jsonb("touches").$type<Touch[]>(),
  },
  (t) => [
    oneOf("entitlement_state", t.state, ENTITLEMENT_STATES),
    uniqueIndex("entitlement_one_demo").on(t.userId, t.titleId).where(sql`${t.kind} = 'demo'`),
    uniqueIndex("entitlement_one_purchase")
      .on(t.userId, t.titleId)
      .where(sql`${t.kind} = 'purchase' and ${t.state} = 'active'`),
    index("entitlement_user").on(t.userId),
    index("entitlement_referrer").on(t.referrerId, t.originBoundAt).where(sql`${t.referrerId} is not null`),
  ],
)

export const licences = pgTable("licence", {
  jti: text("jti").primaryKey(),
  entitlementId: text("entitlement_id")
    .$type<Id<"entitlement">>()
    .notNull()
    .references(() => entitlements.id),
  releaseId: text("release_id")
    .$type<Id<"release">>()
    .notNull()
    .references(() => releases.id),
  deviceKey: text("device_key").notNull(),
  mode: text("mode").$type<"demo" | "owned">().notNull(),
  issuedAt: instant("issued_at").notNull(),
  expiresAt: instant("expires_at"),
})
