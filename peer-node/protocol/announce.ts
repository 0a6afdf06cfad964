/** The JSON bodies of the machine API, one shape for both sides: what a node or page sends, and what the platform answers. */
import * as z from "zod"
import { DEVICE_GRANT, MAX_NODE_NAME } from "./device.ts"
import { b64, b64UpTo, decimal, idField, isoInstant, seconds } from "./fields.ts"
import { KEY_USES } from "./keys.ts"
import {
  MAX_CHALLENGES,
  MAX_GRANT_PIECES,
  MAX_JWKS_BYTES,
  MAX_KEYS,
  MAX_LICENCE_BYTES,
  MAX_MANIFEST_BYTES,
  MAX_PIECES,
  MAX_RECEIPTS_PER_BATCH,
  MAX_REPORT_BYTES,
  MAX_STOCKS,
  MAX_TICKET_BYTES,
  MAX_TICKETS_PER_SESSION,
  MAX_TOKEN_BYTES,
  MAX_TORRENT_BYTES,
} from "./limits.ts"
import { RECEIPT_BYTES } from "./receipt.ts"

const key = b64(32)
const objectHash = b64(32)
const token = (max: number) => z.string().min(1).max(max)
const name = z.string().min(1).max(256)
const slug = z.string().min(1).max(128)
const url = z.url().max(2048)
const address = z.string().min(2).max(64)
const port = z.number().int().min(1).max(65_535)
const progress = b64UpTo(MAX_TICKETS_PER_SESSION * RECEIPT_BYTES)
const pieceIndex = z
  .number()
  .int()
  .min(0)
  .max(MAX_PIECES - 1)
const SCOPES = ["carry", "library"] as const
const SESSION_KINDS = ["stock", "demo", "purchase"] as const

/** RFC 9457; `code` is stable. */
export const Problem = z.object({
  type: z.string().max(256),
  title: z.string().max(512),
  status: z.number().int(),
  code: z.string().max(64),
  detail: z.string().max(2048),
})

export const JwksAnswer = z.object({
  keys: z.array(z.object({ kid: idField, x: key, ff_use: z.enum(KEY_USES) }).loose()).max(MAX_KEYS),
})
export const JwksArchiveAnswer = z.object({ archive: token(MAX_JWKS_BYTES) })
export const ClockAnswer = z.object({ clock: token(MAX_TOKEN_BYTES) })

export const DeviceCodeRequest = z.object({
  public_key: key,
  name: z.string().min(1).max(MAX_NODE_NAME),
  scope: z.array(z.enum(SCOPES)).min(1).max(2),
  proof: token(MAX_TOKEN_BYTES),
})
export const DeviceCodeAnswer = z.object({
  device_code: z.string().min(1).max(256),
  user_code: z.string().regex(/^[B-Z]{4}-[B-Z]{4}$/),
  verification_uri: url,
  verification_uri_complete: url,
  expires_in: z.number().int().positive(),
  interval: z.number().int().positive(),
})
export const DeviceTokenRequest = z.object({
  grant_type: z.literal(DEVICE_GRANT),
  device_code: z.string().min(1).max(256),
})
export const DeviceTokenAnswer = z.object({ node_id: idField, owner: name, scope: z.array(z.enum(SCOPES)).max(2) })
/** Status 400 while the owner has not decided (RFC 8628 section 3.5). */
export const DeviceTokenError = z.object({
  error: z.enum(["authorization_pending", "slow_down", "expired_token", "access_denied"]),
})

export const HeartbeatRequest = z.object({
  version: z.string().min(1).max(64),
  port,
  uplink_bps: z.number().int().min(0),
  stocks: z
    .array(z.object({ obj: objectHash, pieces: z.number().int().min(0).max(MAX_PIECES), complete: z.boolean() }))
    .max(MAX_STOCKS),
})
export const StockOrder = z.object({
  action: z.enum(["stock", "unstock"]),
  title_id: idField,
  slug,
  name,
  release_id: idField,
  obj: objectHash,
})
export const HeartbeatAnswer = z.object({
  observed_address: address,
  reachable: z.boolean(),
  reason: z.string().max(512).nullable(),
  orders: z.array(StockOrder).max(MAX_STOCKS),
  challenges: z.array(token(MAX_TOKEN_BYTES)).max(MAX_CHALLENGES),
  next_seconds: z.number().positive().max(3600),
})

export const AuditRequest = z.object({ jti: idField, answer: b64(32) })
export const AuditAnswer = z.object({ passed: z.boolean() })

export const SessionRequest = z
  .object({
    kind: z.enum(SESSION_KINDS),
    /** Title id or slug. */
    title: slug,
    session_key: key,
    device_key: key.optional(),
    origin_only: z.boolean().optional(),
  })
  .refine((r) => (r.kind === "stock") === (r.device_key === undefined), {
    path: ["device_key"],
    message: "needed to get a licence, not for stocking",
  })
export const Carrier = z.object({ node_id: idField, node_key: key, address, port, ticket: token(MAX_TICKET_BYTES) })
export const SessionAnswer = z.object({
  session_id: idField,
  kind: z.enum(SESSION_KINDS),
  title_id: idField,
  slug,
  name,
  manifest: token(MAX_MANIFEST_BYTES),
  torrent: b64UpTo(MAX_TORRENT_BYTES),
  origin: z.object({ url, ticket: token(MAX_TICKET_BYTES) }),
  carriers: z.array(Carrier).max(MAX_TICKETS_PER_SESSION),
  have_licence: z.boolean(),
})

export const TicketsRequest = z.object({ failed: z.array(idField).max(MAX_TICKETS_PER_SESSION), progress })
export const TicketsAnswer = z.object({ carriers: z.array(Carrier).max(MAX_TICKETS_PER_SESSION) })

export const ReportRequest = z.object({ report: token(MAX_REPORT_BYTES) })
export const ReportAnswer = z.object({
  state: z.string().min(1).max(32),
  licence: token(MAX_LICENCE_BYTES).nullable(),
})

export const LicenceRequest = z.object({ title: slug, device_key: key })
export const LicenceAnswer = z.object({
  licence: token(MAX_LICENCE_BYTES),
  mode: z.enum(["demo", "owned"]),
  expires: isoInstant.nullable(),
})

export const ReceiptsAnswer = z.object({
  accepted: z.array(z.object({ ticket: b64(16), cumulative: decimal })).max(MAX_RECEIPTS_PER_BATCH),
  refused: z
    .array(
      z.object({
        index: z
          .number()
          .int()
          .min(0)
          .max(MAX_RECEIPTS_PER_BATCH - 1),
        /** Empty when the bytes were not even a receipt. */
        ticket: z.union([z.literal(""), b64(16)]),
        code: z.string().min(1).max(64),
        detail: z.string().max(512),
      }),
    )
    .max(MAX_RECEIPTS_PER_BATCH),
})

/** A creator code as somebody typed it; the platform reads any case, blanks and hyphens. */
export const CodeRequest = z.object({ code: z.string().min(1).max(60) })
/** The code in its own spelling, whose it is, and until when what is bought credits them. */
export const CodeAnswer = z.object({ code: name, name: name.nullable(), until: isoInstant })

export const DemoRequest = z.object({ title: slug })
export const DemoAnswer = z.object({ title_id: idField, slug, name, ends_at: isoInstant, already: z.boolean() })

export const LibraryAnswer = z.object({
  items: z
    .array(
      z.object({
        title_id: idField,
        slug,
        name,
        kind: z.enum(["purchase", "demo"]),
        state: z.string().min(1).max(32),
        ends_at: isoInstant.nullable(),
        obj: objectHash.nullable(),
      }),
    )
    .max(10_000),
})

/** The platform may say more about a title than a node reads. */
export const TitleAnswer = z
  .object({
    title_id: idField,
    slug,
    name,
    obj: objectHash.nullable(),
    /** S in bytes, decimal. */
    size: decimal.nullable(),
    price_cents: decimal,
  })
  .loose()

export const GrantBody = z.object({
  pieces: z.array(pieceIndex).min(1).max(MAX_GRANT_PIECES),
  progress,
  iat: seconds,
  sig: b64(64),
})
export const GrantAnswer = z.object({ granted: z.array(pieceIndex).max(MAX_GRANT_PIECES), origin_bytes: decimal })

export type Problem = z.infer<typeof Problem>
export type DeviceCodeRequest = z.infer<typeof DeviceCodeRequest>
export type DeviceCodeAnswer = z.infer<typeof DeviceCodeAnswer>
export type DeviceTokenRequest = z.infer<typeof DeviceTokenRequest>
export type DeviceTokenAnswer = z.infer<typeof DeviceTokenAnswer>
export type DeviceTokenError = z.infer<typeof DeviceTokenError>
export type HeartbeatRequest = z.infer<typeof HeartbeatRequest>
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>
export type StockOrder = z.infer<typeof StockOrder>
export type AuditRequest = z.infer<typeof AuditRequest>
export type AuditAnswer = z.infer<typeof AuditAnswer>
export type SessionRequest = z.infer<typeof SessionRequest>
export type SessionAnswer = z.infer<typeof SessionAnswer>
export type Carrier = z.infer<typeof Carrier>
export type TicketsRequest = z.infer<typeof TicketsRequest>
export type TicketsAnswer = z.infer<typeof TicketsAnswer>
export type ReportRequest = z.infer<typeof ReportRequest>
export type ReportAnswer = z.infer<typeof ReportAnswer>
export type LicenceRequest = z.infer<typeof LicenceRequest>
export type LicenceAnswer = z.infer<typeof LicenceAnswer>
export type ReceiptsAnswer = z.infer<typeof ReceiptsAnswer>
export type LibraryAnswer = z.infer<typeof LibraryAnswer>
export type TitleAnswer = z.infer<typeof TitleAnswer>
export type GrantBody = z.infer<typeof GrantBody>
export type GrantAnswer = z.infer<typeof GrantAnswer>
