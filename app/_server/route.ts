/** The frame of every route handler: refusals become application/problem+json (RFC 9457), bodies are bounded, requests have ids. */
import "server-only"
import type { z } from "zod"
import { AppError, ERRORS, type ErrorCode } from "#lib/kernel/errors.ts"
import { deps } from "./deps.ts"

/** Our JSON bodies are small; what is larger says so itself. */
export const DEFAULT_BODY_BYTES = 64 * 1024

type Context = { params: Promise<Record<string, string | string[] | undefined>> }
type Handler<C> = (request: Request, context: C) => Promise<Response>

type RouteOptions = {
  /** Refuses requests that another origin's page made: for handlers that act by the session cookie. */
  ownPagesOnly?: boolean
}

/** Wraps a handler: `export const POST = route(async (request) => json(await useCase(deps(), await readJson(request, schema))))`. */
export function route<C = Context>(handler: Handler<C>, { ownPagesOnly = false }: RouteOptions = {}): Handler<C> {
  return async (request, context) => {
    const requestId = requestIdOf(request)
    try {
      if (ownPagesOnly) assertOwnPage(request)
      const response = await handler(request, context)
      response.headers.set("x-request-id", requestId)
      return response
    } catch (error) {
      return problem(error, requestId)
    }
  }
}

/** The caller's own `X-Request-Id` when it is a plain word, so that both sides' logs meet; else a fresh one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id")
  return given && /^[\w.:-]{1,128}$/.test(given) ? given : crypto.randomUUID()
}

/** JSON with bigints as decimal strings and instants as ISO 8601. Never cached. */
export function json(value: unknown, init: ResponseInit = {}): Response {
  const body = JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? v.toString() : v))
  const headers = new Headers(init.headers)
  headers.set("content-type", "application/json; charset=utf-8")
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store")
  return new Response(body, { ...init, headers })
}

/** Reads at most `maxBytes` of a body; throws too_large beyond, without reading on. */
export async function readBody(request: Request, maxBytes = DEFAULT_BODY_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** Reads JSON and checks it; throws invalid_input naming the first field that is wrong. */
export async function readJson<T>(request: Request, schema: z.ZodType<T>, maxBytes = DEFAULT_BODY_BYTES): Promise<T> {
  const body = new TextDecoder().decode(await readBody(request, maxBytes))
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new AppError("invalid_input", "The body is not JSON.")
  }
  return parse(value, schema)
}

/** Reads and checks the query string. */
export const readQuery = <T>(request: Request, schema: z.ZodType<T>): T =>
  parse(Object.fromEntries(new URL(request.url).searchParams), schema)

export function parse<T>(value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = issue.path.join(".")
  throw new AppError("invalid_input", field ? `${field}: ${issue.message}` : issue.message, field ? { field } : {})
}

const tooLarge = (maxBytes: number) => new AppError("too_large", `The body may have at most ${maxBytes} bytes.`)

/** Throws forbidden when another origin's page made this request. */
export function assertOwnPage(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return
  const origin = request.headers.get("origin")
  if (origin !== new URL(deps().config.publicUrl).origin) {
    throw new AppError("forbidden", "This request did not come from one of our own pages.")
  }
}

/** The problem document of a refusal, with what else there is to say of it. A bug says nothing of itself but the request id under which it was logged. */
export function problem(error: unknown, requestId: string, more: Record<string, unknown> = {}): Response {
  if (error instanceof AppError) {
    const { code, detail, field, retryAfterSeconds } = error
    const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }
    return problemResponse(code, { detail, field, retryAfterSeconds, requestId, ...more }, headers)
  }
  console.error(`request ${requestId} failed`, error)
  const body = {
    type: "about:blank",
    title: "Something broke on our side.",
    status: 500,
    code: "internal",
    detail: `It is logged under ${requestId}; nothing was changed by halves.`,
    requestId,
  }
  return new Response(JSON.stringify(body), { status: 500, headers: problemHeaders(requestId) })
}

function problemResponse(code: ErrorCode, more: Record<string, unknown>, headers: Record<string, string>): Response {
  const { status, title } = ERRORS[code]
  const body = { type: `urn:fanfare:error:${code}`, title, status, code, ...more }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...problemHeaders(String(more.requestId)), ...headers },
  })
}

const problemHeaders = (requestId: string) => ({
  "content-type": "application/problem+json",
  "cache-control": "no-store",
  "x-request-id": requestId,
})
