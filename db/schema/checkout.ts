/** Orders: one purchase each, with the attribution and the rates frozen on it when it was placed. */
import { sql } from "drizzle-orm"
import { check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core"
import type { Touch } from "../../lib/attribution/decide-referrer.ts"
import { ORDER_STATES, type OrderState } from "../../lib/checkout/order-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { cents, instant, micros, oneOf } from "../columns.ts"
import { users } from "./auth.ts"
import { releases, titles } from "./catalog.ts"

export const orders = pgTable(
  "order",
  {
    id: text("id").$type<Id<"order">>().primaryKey(),
    buyerId: text("buyer_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    /** The release the carriage settles against: the demo's, else the one current at capture. */
    releaseId: text("release_id")
      .$type<Id<"release">>()
      .references(() => releases.id),
    state: text("state").$type<OrderState>().notNull(),
    pendingReason: text("pending_reason"),
    priceCents: cents("price_cents").notNull(),
    taxMicros: micros("tax_micros").notNull(),
    currency: text("currency").notNull(),
    referralBps: integer("referral_bps").notNull(),
    carriageBps: integer("carriage_bps").notNull(),
    publisherBps: integer("publisher_bps").notNull(),
    platformBps: integer("platform_bps").notNull(),
    attributionRule: text("attribution_rule").notNull(),
    referrerId: text("referrer_id")
      .$type<Id<"user">>()
      .references(() => users.id),
    linkId: text("link_id").$type<Id<"link">>(),
    clickId: text("click_id"),
    /** The creator code that won, or that the winning demo started with. */
    codeId: text("code_id").$type<Id<"code">>(),
    touches: jsonb("touches").$type<Touch[]>().notNull(),
    /** Given by the page with the form, so that a double submit is one order. */
    requestKey: text("request_key").notNull().unique(),
    paypalOrderId: text("paypal_order_id").unique(),
    approveUrl: text("approve_url"),
    captureId: text("capture_id").unique(),
    feeCents: cents("fee_cents"),
    payerEmail: text("payer_email"),
    refundedCents: cents("refunded_cents").notNull().default(sql`0`),
    createdAt: instant("created_at").notNull(),
    capturedAt: instant("captured_at"),
    /** Related parties, judged once at capture: carriers in this list earn nothing from this order. */
    relatedOwners: jsonb("related_owners").$type<{ ownerId: Id<"user">; reason: string }[]>(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    oneOf("order_state", t.state, ORDER_STATES),
    check("order_rates", sql`${t.referralBps} + ${t.carriageBps} + ${t.publisherBps} + ${t.platformBps} <= 10000`),
    index("order_buyer_title").on(t.buyerId, t.titleId),
    index("order_referrer").on(t.referrerId),
    index("order_code").on(t.codeId).where(sql`${t.codeId} is not null`),
    index("order_state_created").on(t.state, t.createdAt),
  ],
)
