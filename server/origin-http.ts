/** The origin's HTTP: grants and granted pieces for sessions with an origin ticket, ranges of open titles for anybody. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { type DeliverableRelease, findReleaseByObject, getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { grantPieces, isGranted } from "#lib/delivery/grant-pieces.ts"
import { listTicketKeys } from "#lib/delivery/ticket-keys.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError, ERRORS } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { GrantBody } from "#peer/protocol/announce.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { torrentName } from "#peer/protocol/content.ts"
import { ProtocolError } from "#peer/protocol/errors.ts"
import type { PublicKey } from "#peer/protocol/keys.ts"
import { MAX_JSON_BYTES, MAX_TICKET_BYTES } from "#peer/protocol/limits.ts"
import { pieceBytes } from "#peer/protocol/manifest.ts"
import { type Ticket, verifyTicket } from "#peer/protocol/ticket.ts"
import { byteRange } from "./byte-range.ts"
import type { OriginThrottle } from "./origin-throttle.ts"
import { sendBytes } from "./send-bytes.ts"

export type OriginDeps = Pick<Deps, "db" | "clock" | "storage">

/** Rotation is rare; a ticket by an unknown key is worth one look, but not one per request. */
const KEYS_FRESH_MS = 60_000
const KEYS_RETRY_MS = 1_000
/** About 600 bytes each. Verifying costs 0.2 ms, so a full cache may simply be emptied. */
const CACHED_TICKETS = 4_096
/** A release's length never changes and few are fetched at a time. */
const CACHED_RELEASES = 1_024

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type, range",
  "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
  "access-control-expose-headers": "content-length, content-range, accept-ranges, retry-after",
  "access-control-max-age": "86400",
} as const
const PRIVATE = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" } as const

type Origin = {
  deps: OriginDeps
  throttle: OriginThrottle
  ticketOf(req: IncomingMessage, ses: string): Promise<Ticket>
  /** By `obj`; what it stands for never changes. */
  releases: Map<string, ReleaseShape>
}
type ReleaseShape = Pick<DeliverableRelease, "id" | "pieceCount" | "pieceBytes" | "sizeBytes">

/** The request listener. Every refusal is problem+json; a bug is logged and says 500. */
export function originHandler(deps: OriginDeps, throttle: OriginThrottle) {
  const origin: Origin = { deps, throttle, ticketOf: ticketReader(deps), releases: new Map() }
  return (req: IncomingMessage, res: ServerResponse): void => {
    for (const [name, value] of Object.entries(CORS)) res.setHeader(name, value)
    dispatch(origin, req, res).catch((error: unknown) => refuse(res, error))
  }
}

async function dispatch(origin: Origin, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [path = ""] = (req.url ?? "").split("?", 1)
  if (req.method === "OPTIONS") return void res.writeHead(204).end()
  if (path === "/healthz") return void res.writeHead(200, PRIVATE).end("ok\n")
  const grant = /^\/v1\/sessions\/([\w-]{1,64})\/grants$/.exec(path)
  if (grant && req.method === "POST") return postGrants(origin, req, res, grant[1]!)
  const piece = /^\/v1\/sessions\/([\w-]{1,64})\/pieces\/(\d{1,6})$/.exec(path)
  if (piece && req.method === "GET") return getPiece(origin, req, res, piece[1]!, Number(piece[2]))
  const open = /^\/open\/([\w-]{1,64})\/([^/]{1,255})$/.exec(path)
  if (open && (req.method === "GET" || req.method === "HEAD")) return getOpen(origin, req, res, open[1]!, open[2]!)
  throw new AppError("not_found")
}

/** Verifies the bearer: an origin ticket of this session, still valid. */
function ticketReader(deps: OriginDeps): Origin["ticketOf"] {
  const verified = new Map<string, Ticket>()
  const keys = keyCache(deps)
  return async (req, ses) => {
    const token = /^Bearer ([\w.-]+)$/.exec(req.headers.authorization ?? "")?.[1]
    if (!token || token.length > MAX_TICKET_BYTES)
      throw new AppError("unauthenticated", "Bring the session's origin ticket.")
    const nowSeconds = deps.clock.now().getTime() / 1000
    let ticket = verified.get(token)
    if (!ticket || nowSeconds >= ticket.exp) {
      verified.delete(token)
      ticket = await verifyWith(keys, token, nowSeconds)
      if (verified.size >= CACHED_TICKETS) verified.clear()
      verified.set(token, ticket)
    }
    if (ticket.ses !== ses) throw new AppError("forbidden", "This ticket is for another session.")
    return ticket
  }
}

type KeyCache = (retry: boolean) => Promise<PublicKey[]>

async function verifyWith(keys: KeyCache, token: string, nowSeconds: number): Promise<Ticket> {
  const verify = async (retry: boolean) => verifyTicket(token, { keys: await keys(retry), nowSeconds, car: "origin" })
  try {
    return await verify(false).catch((error: unknown) => {
      if (error instanceof ProtocolError && error.code === "unknown_key") return verify(true)
      throw error
    })
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    if (error.code === "wrong_carrier")
      throw new AppError("forbidden", "This ticket is for a carrier, not for the origin.")
    throw new AppError("unauthenticated", error.message, { cause: error })
  }
}

function keyCache(deps: OriginDeps): KeyCache {
  let keys: PublicKey[] = []
  let readAt = 0
  return async (retry) => {
    if (Date.now() - readAt > (retry ? KEYS_RETRY_MS : KEYS_FRESH_MS)) {
      keys = await listTicketKeys(deps.db)
      readAt = Date.now()
    }
    return keys
  }
}

async function postGrants(origin: Origin, req: IncomingMessage, res: ServerResponse, ses: string): Promise<void> {
  await origin.ticketOf(req, ses)
  if (!isId("session", ses)) throw new AppError("not_found")
  const parsed = GrantBody.safeParse(await readJson(req))
  if (!parsed.success) throw new AppError("invalid_input", parsed.error.issues[0]?.message)
  const { pieces, progress, iat, sig } = parsed.data
  const signature = fromB64url(sig, 64)
  const granted = await grantPieces(origin.deps, { ses, pieces, progress: fromB64url(progress), iat, sig: signature })
  sendJson(res, 200, { granted: granted.granted, origin_bytes: String(granted.originBytes) })
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_JSON_BYTES) throw new AppError("too_large", "A grant's body has at most 64 KiB.")
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"))
  } catch {
    throw new AppError("invalid_input", "The body is not JSON.")
  }
}

async function getPiece(
  origin: Origin,
  req: IncomingMessage,
  res: ServerResponse,
  ses: string,
  index: number,
): Promise<void> {
  const ticket = await origin.ticketOf(req, ses)
  if (!isId("session", ses)) throw new AppError("not_found")
  const release = await releaseOf(origin, toB64url(ticket.obj))
  if (index >= release.pieceCount) throw new AppError("not_found", `There is no piece ${index}.`)
  if (!(await isGranted(origin.deps, ses, index)))
    throw new AppError("forbidden", `Piece ${index} is not granted to this session; ask for it first.`)
  const shape = { n: release.pieceCount, psz: release.pieceBytes, sz: release.sizeBytes }
  const length = pieceBytes(shape, index)
  const turn = origin.throttle.begin(ses)
  if (!turn) throw new AppError("too_many", "Too many pieces at once.", { retryAfterSeconds: 1 })
  try {
    res.writeHead(200, { ...PRIVATE, "content-type": "application/octet-stream", "content-length": length })
    await stream(origin, res, release.id, index * release.pieceBytes, length, turn.pace)
  } finally {
    turn.end()
  }
}

async function stream(
  origin: Origin,
  res: ServerResponse,
  releaseId: Parameters<OriginDeps["storage"]["open"]>[0],
  offset: number,
  length: number,
  pace: (bytes: number) => number,
): Promise<void> {
  const reader = await origin.deps.storage.open(releaseId)
  try {
    await sendBytes(res, reader, offset, length, pace)
  } finally {
    await reader.close()
  }
}

async function releaseOf(origin: Origin, obj: string): Promise<ReleaseShape> {
  const remembered = origin.releases.get(obj)
  if (remembered) return remembered
  const found = await findReleaseByObject(origin.deps.db, obj)
  if (!found) throw new AppError("not_found", "The ticket's release is not here.")
  // Without its manifest, which is large.
  const { id, pieceCount, pieceBytes, sizeBytes } = found
  const shape = { id, pieceCount, pieceBytes, sizeBytes }
  if (origin.releases.size >= CACHED_RELEASES) origin.releases.clear()
  origin.releases.set(obj, shape)
  return shape
}

/**
 * Open titles, by release id (what their torrent's web seed says: it cannot hold its own manifest's hash) or by `obj`.
 * `private` would only cost caches: these bytes are for everybody.
 */
async function getOpen(
  origin: Origin,
  req: IncomingMessage,
  res: ServerResponse,
  id: string,
  name: string,
): Promise<void> {
  const { db } = origin.deps
  const release = isId("release", id) ? await getReleaseForDelivery(db, id) : await findReleaseByObject(db, id)
  const expected = release && torrentName(release.slug, release.version)
  if (
    !release?.open ||
    release.state !== "published" ||
    release.titleState === "taken_down" ||
    decoded(name) !== expected
  )
    throw new AppError("not_found")
  const range = byteRange(req.headers.range, release.sizeBytes)
  if (!range) return void res.writeHead(416, { "content-range": `bytes */${release.sizeBytes}` }).end()
  const { offset, length, partial } = range
  res.writeHead(partial ? 206 : 200, {
    "content-type": "application/octet-stream",
    "content-length": length,
    "accept-ranges": "bytes",
    etag: `"${release.manifestHash}"`,
    "cache-control": "public, max-age=86400",
    ...(partial ? { "content-range": `bytes ${offset}-${offset + length - 1}/${release.sizeBytes}` } : {}),
  })
  if (req.method === "HEAD") return void res.end()
  const turn = origin.throttle.begin(`open ${req.socket.remoteAddress}`)
  if (!turn) return void res.destroy()
  await stream(origin, res, release.id, offset, length, turn.pace).finally(() => turn.end())
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw new AppError("not_found")
  }
}

function sendJson(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { ...PRIVATE, "content-type": "application/json; charset=utf-8", ...headers })
  res.end(JSON.stringify(body))
}

function refuse(res: ServerResponse, error: unknown): void {
  if (res.headersSent) return void res.destroy()
  const code = error instanceof AppError ? error.code : error instanceof ProtocolError ? "invalid_input" : null
  if (!code) console.error("origin: a request failed", error)
  const { status, title } = code ? ERRORS[code] : { status: 500, title: "Something broke on our side." }
  const detail = code && error instanceof Error ? error.message : title
  const retry =
    error instanceof AppError && error.retryAfterSeconds ? { "retry-after": String(error.retryAfterSeconds) } : {}
  // The rest of a refused body is not read; the connection cannot be used again.
  const headers = {
    "content-type": "application/problem+json",
    ...retry,
    ...(status === 413 ? { connection: "close" } : {}),
  }
  sendJson(
    res,
    status,
    { type: `urn:fanfare:error:${code ?? "internal"}`, title, status, code: code ?? "internal", detail },
    headers,
  )
}
