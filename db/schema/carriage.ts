/** Receipts as handed in, session reports, settlements with their shares, audits of nodes, and flags for a person. */
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { bytea, bytes, instant, micros } from "../columns.ts"
import { users } from "./auth.ts"
import { releases } from "./catalog.ts"
import { orders } from "./checkout.ts"
import { downloadSessions, nodes, tickets } from "./delivery.ts"

/** The newest verified receipt of each ticket. */
export const receipts = pgTable(
  "receipt",
  {
    ticketJti: text("ticket_jti")
      .primaryKey()
      .references(() => tickets.jti),
    sessionId: text("session_id")
      .$type<Id<"session">>()
      .notNull()
      .references(() => downloadSessions.id),
    seq: integer("seq").notNull(),
    cumulativeBytes: bytes("cumulative_bytes").notNull(),
    pieces: integer("pieces").notNull(),
    signedAt: instant("signed_at").notNull(),
    raw: bytea("raw").notNull(),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [index("receipt_session").on(t.sessionId)],
)

export const sessionReports = pgTable("session_report", {
  sessionId: text("session_id")
    .$type<Id<"session">>()
    .primaryKey()
    .references(() => downloadSessions.id),
  report: text("report").notNull(),
  originBytes: bytes("origin_bytes").notNull(),
  receivedAt: instant("received_at").notNull(),
})

export const settlements = pgTable("settlement", {
  id: text("id").$type<Id<"settlement">>().primaryKey(),
  orderId: text("order_id")
    .$type<Id<"order">>()
    .notNull()
    .unique()
    .references(() => orders.id),
  releaseId: text("release_id")
    .$type<Id<"release">>()
    .notNull()
    .references(() => releases.id),
  sessionId: text("session_id")
    .$type<Id<"session">>()
    .references(() => downloadSessions.id),
  poolMicros: micros("pool_micros").notNull(),
  sizeBytes: bytes("size_bytes").notNull(),
  originBytes: bytes("origin_bytes").notNull(),
  creditedBytes: bytes("credited_bytes").notNull(),
  totalMicros: micros("total_micros").notNull(),
  originShareMicros: micros("origin_share_micros").notNull(),
  flags: text("flags").array().notNull(),
  document: text("document").notNull(),
  at: instant("at").notNull(),
})

export const settlementShares = pgTable(
  "settlement_share",
  {
    settlementId: text("settlement_id")
      .$type<Id<"settlement">>()
      .notNull()
      .references(() => settlements.id),
    ticketJti: text("ticket_jti")
      .notNull()
      .references(() => tickets.jti),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    nodeId: text("node_id")
      .$type<Id<"node">>()
      .references(() => nodes.id),
    bytesClaimed: bytes("bytes_claimed").notNull(),
    bytesCarried: bytes("bytes_carried").notNull(),
    payMicros: micros("pay_micros").notNull(),
    verdict: text("verdict").notNull(),
  },
  (t) => [primaryKey({ columns: [t.settlementId, t.ticketJti] }), index("settlement_share_owner").on(t.ownerId)],
)

/** Possession audits: a challenge issued to a node and what came of it. */
export const nodeAudits = pgTable(
  "node_audit",
  {
    jti: text("jti").primaryKey(),
    nodeId: text("node_id")
      .$type<Id<"node">>()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    releaseId: text("release_id")
      .$type<Id<"release">>()
      .notNull()
      .references(() => releases.id),
    nonce: text("nonce").notNull(),
    ranges: jsonb("ranges").$type<[number, number][]>().notNull(),
    issuedAt: instant("issued_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    result: text("result").$type<"passed" | "failed">(),
  },
  (t) => [index("node_audit_node").on(t.nodeId, t.issuedAt)],
)

export const flags = pgTable(
  "flag",
  {
    id: text("id").$type<Id<"flag">>().primaryKey(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    /** Written for the owner to read. */
    reason: text("reason").notNull(),
    openedAt: instant("opened_at").notNull(),
    closedAt: instant("closed_at"),
  },
  (t) => [index("flag_subject").on(t.subject)],
)
