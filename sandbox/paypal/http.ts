/** The door: reads a request within limits, finds its handler, writes the answer. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { type Answer, malformed, notFound, Refusal, unauthenticated } from "./answer.ts"
import type { World } from "./world.ts"

/** 15 000 payout items of about 600 bytes are 9 MB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** The parts of the path that the route's pattern captured. */
  readonly params: readonly string[]
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  json(): Record<string, unknown>
}

export interface Route {
  readonly method: string
  readonly pattern: RegExp
  /** `api` needs a bearer token; `control` is for this machine's own scripts only; `open` is for anybody. */
  readonly door: "api" | "open" | "control"
  handle(world: World, request: Request): Answer
}

export async function answerTo(world: World, routes: readonly Route[], incoming: IncomingMessage): Promise<Answer> {
  try {
    const body = await readBody(incoming)
    const url = new URL(incoming.url ?? "/", "http://stand-in")
    const route = routes.find((r) => r.method === incoming.method && r.pattern.test(url.pathname))
    if (!route) throw notFound()
    if (route.door === "control" && !isFromThisMachine(incoming)) throw notFound()
    if (route.door === "api") checkToken(world, incoming.headers.authorization)
    return route.handle(world, toRequest(incoming, url, route, body))
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  } finally {
    world.store.commit()
  }
}

export function writeAnswer(response: ServerResponse, answer: Answer): void {
  const text = answer.text ?? (answer.body === undefined ? "" : JSON.stringify(answer.body))
  const type = answer.text === undefined ? "application/json" : "text/html; charset=utf-8"
  const headers = { ...(text === "" ? {} : { "content-type": type }), "cache-control": "no-store", ...answer.headers }
  response.writeHead(answer.status, headers)
  response.end(text)
}

function toRequest(incoming: IncomingMessage, url: URL, route: Route, body: Buffer): Request {
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    params: (route.pattern.exec(url.pathname) ?? []).slice(1).map((part) => decodeURIComponent(part ?? "")),
    headers: incoming.headers as Record<string, string | undefined>,
    body,
    json: () => parseObject(body),
  }
}

function parseObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  try {
    const value: unknown = JSON.parse(body.toString("utf8"))
    if (isObject(value)) return value
  } catch {}
  throw malformed("INVALID_PARAMETER_SYNTAX", "/", "The value of a field does not conform to the expected format.")
}

export const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === "object" && v !== null && !Array.isArray(v)

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MAX_BODY_BYTES) throw new Refusal(413, "REQUEST_TOO_LARGE", "The request is too large.")
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function checkToken(world: World, authorization: string | undefined): void {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1]
  const row = token === undefined ? undefined : world.store.rows.tokens.get(token)
  if (!row || row.expiresAt <= Date.now()) throw unauthenticated()
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"])

/** A script on this machine: over loopback, to a loopback name, and not a web page (pages always name their origin). */
function isFromThisMachine(incoming: IncomingMessage): boolean {
  const name = (incoming.headers.host ?? "").replace(/:\d+$/, "")
  const named = name === "localhost" || name === "127.0.0.1" || name === "[::1]"
  const fromPage = incoming.headers.origin !== undefined || incoming.headers["sec-fetch-site"] === "cross-site"
  return LOOPBACK.has(incoming.socket.remoteAddress ?? "") && named && !fromPage
}

/** How long PayPal remembers a PayPal-Request-Id. */
export const REPLAY_MS = { order: 6 * HOUR_MS, refund: 45 * DAY_MS } as const

/** What this request id made before, if that is remembered still. */
export function replayed(world: World, kind: string, request: Request, keepMs: number): string | null {
  const id = request.headers["paypal-request-id"]
  const row = id === undefined ? undefined : world.store.rows.replays.get(`${kind} ${id}`)
  return row && row.at + keepMs > world.now() ? row.subject : null
}

export function remember(world: World, kind: string, request: Request, subject: string): void {
  const id = request.headers["paypal-request-id"]
  if (id === undefined) return
  world.store.put("replays", { id: `${kind} ${id}`, subject, at: world.now() })
}
