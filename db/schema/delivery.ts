/** Nodes, what they stock, download sessions, the tickets of each and the pieces the origin granted. */
import { sql } from "drizzle-orm"
import { boolean, doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core"
import { NODE_STATES, type NodeState } from "../../lib/delivery/node-state.ts"
import { SESSION_STATES, type SessionState } from "../../lib/delivery/session-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { bytes, instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"
import { releases, titles } from "./catalog.ts"
import { entitlements } from "./entitlements.ts"

export const nodes = pgTable(
  "node",
  {
    id: text("id").$type<Id<"node">>().primaryKey(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    publicKey: text("public_key").notNull().unique(),
    name: text("name").notNull(),
    state: text("state").$type<NodeState>().notNull(),
    scopes: text("scopes").array().notNull(),
    version: text("version"),
    observedAddress: text("observed_address"),
    networkGroup: text("network_group"),
    port: integer("port"),
    uplinkBytesPerSecond: bytes("uplink_bytes_per_second"),
    lastHeartbeatAt: instant("last_heartbeat_at"),
    /** When the dial-back last reached the node, and where. */
    reachedAt: instant("reached_at"),
    reachedEndpoint: text("reached_endpoint"),
    unreachableReason: text("unreachable_reason"),
    auditsPassed: integer("audits_passed").notNull().default(0),
    firstAuditPassedAt: instant("first_audit_passed_at"),
    auditFailuresInRow: integer("audit_failures_in_row").notNull().default(0),
    /** Set once: three passed audits over at least 24 h and a confirmed payee. */
    vettedAt: instant("vetted_at"),
    reputationAlpha: doublePrecision("reputation_alpha").notNull().default(1),
    reputationBeta: doublePrecision("reputation_beta").notNull().default(0),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [oneOf("node_state", t.state, NODE_STATES), index("node_owner").on(t.ownerId)],
)

/** RFC 8628 device codes; only the hash of the device code is kept. */
export const deviceCodes = pgTable("device_code", {
  deviceHash: text("device_hash").primaryKey(),
  userCode: text("user_code").notNull().unique(),
  publicKey: text("public_key").notNull(),
  name: text("name").notNull(),
  scopes: text("scopes").array().notNull(),
  address: text("address").notNull(),
  state: text("state").$type<"pending" | "approved" | "denied" | "used">().notNull(),
  nodeId: text("node_id").$type<Id<"node">>(),
  expiresAt: instant("expires_at").notNull(),
  polledAt: instant("polled_at"),
})

/** A release on a node: wished for by the owner, arriving, or complete. */
export const stockings = pgTable(
  "stocking",
  {
    nodeId: text("node_id")
      .$type<Id<"node">>()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    releaseId: text("release_id")
      .$type<Id<"release">>()
      .notNull()
      .references(() => releases.id),
    wanted: boolean("wanted").notNull(),
    wantedAt: instant("wanted_at").notNull(),
    piecesHeld: integer("pieces_held").notNull().default(0),
    completeAt: instant("complete_at"),
    /** Last time the node proved it holds the bytes. */
    provenAt: instant("proven_at"),
  },
  (t) => [primaryKey({ columns: [t.nodeId, t.releaseId] }), index("stocking_release").on(t.releaseId)],
)

export const SESSION_KINDS = ["stock", "demo", "purchase"] as const
export type SessionKind = (typeof SESSION_KINDS)[number]

export const downloadSessions = pgTable(
  "download_session",
  {
    id: text("id").$type<Id<"session">>().primaryKey(),
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
      .notNull()
      .references(() => releases.id),
    entitlementId: text("entitlement_id")
      .$type<Id<"entitlement">>()
      .references(() => entitlements.id),
    nodeId: text("node_id")
      .$type<Id<"node">>()
      .references(() => nodes.id),
    kind: text("kind").$type<SessionKind>().notNull(),
    sessionKey: text("session_key").notNull(),
    deviceKey: text("device_key"),
    state: text("state").$type<SessionState>().notNull(),
    address: text("address").notNull(),
    networkGroup: text("network_group").notNull(),
    openedAt: instant("opened_at").notNull(),
    /** When the first report said the copy is complete. */
    completedAt: instant("completed_at"),
    /** Distinct bytes the origin granted (O), and the part of them that lay beyond the signed progress. */
    originBytes: bytes("origin_bytes").notNull().default(sql`0`),
    originCountedBytes: bytes("origin_counted_bytes").notNull().default(sql`0`),
  },
  (t) => [
    oneOf("download_session_state", t.state, SESSION_STATES),
    oneOf("download_session_kind", t.kind, SESSION_KINDS),
    index("download_session_user_title").on(t.userId, t.titleId),
  ],
)

/** A ticket's row freezes every fact settlement judges by. */
export const tickets = pgTable(
  "ticket",
  {
    jti: text("jti").primaryKey(),
    sessionId: text("session_id")
      .$type<Id<"session">>()
      .notNull()
      .references(() => downloadSessions.id),
    nodeId: text("node_id")
      .$type<Id<"node">>()
      .references(() => nodes.id),
    carrierKey: text("carrier_key").notNull(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .references(() => users.id),
    ownerTag: text("owner_tag").notNull(),
    vetted: boolean("vetted").notNull(),
    networkGroup: text("network_group").notNull(),
    relatedReason: text("related_reason"),
    capBytes: bytes("cap_bytes").notNull(),
    limitBytes: bytes("limit_bytes").notNull(),
    windowBytes: bytes("window_bytes").notNull(),
    issuedAt: instant("issued_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("ticket_session").on(t.sessionId), index("ticket_owner").on(t.ownerId)],
)

export const originGrants = pgTable(
  "origin_grant",
  {
    sessionId: text("session_id")
      .$type<Id<"session">>()
      .notNull()
      .references(() => downloadSessions.id),
    piece: integer("piece").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    /** Bytes signed for carriers when the grant was asked for. */
    progressBytes: bytes("progress_bytes").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.piece] })],
)
