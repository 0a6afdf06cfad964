/** The front door: the fast path answers what it knows, everything else goes to Next with the caller's address attached. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http"
import { AppError, ERRORS } from "#lib/kernel/errors.ts"
import { ENCODING_HEADER } from "#lib/plain-answer.ts"
import { clientAddress } from "./client-address.ts"

/** Answers a request and gives true; gives false, having done nothing, when it is not its own. */
export type FastPath = (req: IncomingMessage, res: ServerResponse) => boolean

export type FrontDoorOptions = {
  /** Asked in this order: first what goes by the host, then the busiest paths. */
  fastPaths: readonly FastPath[]
  /** Next's handler. */
  next: (req: IncomingMessage, res: ServerResponse) => Promise<unknown>
  trustedProxies: readonly string[]
  log(message: string): void
}

/** Read by app/_server/request-info.ts; what a client sends under this name is overwritten. */
const ADDRESS_HEADER = "x-fanfare-address"

export function frontDoor({ fastPaths, next, trustedProxies, log }: FrontDoorOptions): RequestListener {
  return (req, res) => {
    try {
      for (const fastPath of fastPaths) if (fastPath(req, res)) return
      req.headers[ADDRESS_HEADER] = clientAddress(req, trustedProxies)
      nameEncodings(res)
      next(req, res).catch((error: unknown) => fail(res, error, log))
    } catch (error) {
      fail(res, error, log)
    }
  }
}

/** Every header of Next's passes through `setHeader`, whichever way it was given. */
function nameEncodings(res: ServerResponse): void {
  const set = res.setHeader.bind(res)
  res.setHeader = (name, value) =>
    name.toLowerCase() === ENCODING_HEADER ? set("Content-Encoding", String(value)) : set(name, value)
}

/** A fast path for one exact path and its async answer; refuses other methods than GET and HEAD. */
export function exactPath(path: string, answer: () => Promise<JsonAnswer>): FastPath {
  return (req, res) => {
    const url = req.url ?? ""
    if (url !== path && !url.startsWith(`${path}?`)) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    answer()
      .then((ready) => sendJson(res, ready))
      .catch((error: unknown) => sendProblem(res, error))
    return true
  }
}

export type JsonAnswer = { status?: number; body: unknown; cacheControl?: string }

function sendJson(res: ServerResponse, { status = 200, body, cacheControl = "no-store" }: JsonAnswer): void {
  const bytes = Buffer.from(JSON.stringify(body))
  res.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": bytes.length,
    "Cache-Control": cacheControl,
    "X-Content-Type-Options": "nosniff",
    // Public keys and the clock: anybody's page may read them.
    "Access-Control-Allow-Origin": "*",
  })
  res.end(bytes)
}

/** RFC 9457. What is no refusal of ours is said to be unavailable, without its inner words. */
export function sendProblem(res: ServerResponse, error: unknown): void {
  if (res.headersSent) return void res.destroy()
  const refusal = error instanceof AppError ? error : new AppError("unavailable")
  const body = Buffer.from(
    JSON.stringify({
      type: `urn:fanfare:error:${refusal.code}`,
      title: ERRORS[refusal.code].title,
      status: refusal.status,
      code: refusal.code,
      detail: refusal.detail,
    }),
  )
  res.writeHead(refusal.status, { "Content-Type": "application/problem+json", "Content-Length": body.length })
  res.end(body)
}

function fail(res: ServerResponse, error: unknown, log: (message: string) => void): void {
  log(`request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  sendProblem(res, error)
}
