/**
 * What happens to every request to the REST API, in this order: key, quota, scope, shape, idempotency, the handler, and
 * an answer with its headers. Refusals are problem documents; no answer is for another origin's page (no CORS: a key in a
 * page is a key given away).
 */
import "server-only"
import { createHash } from "node:crypto"
import { deps } from "#app/_server/deps.ts"
import { callerNetwork } from "#app/_server/request-info.ts"
import { problem, requestIdOf } from "#app/_server/route.ts"
import { type Db, inTx } from "#db/client.ts"
import { type Answer, type Asked, answerOnce } from "#lib/api/answer-once.ts"
import { authenticateKey, type KeyCaller, requireKeyScope } from "#lib/api/authenticate-key.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { check, checkQuery, FieldsRefused, readBodyText, readJsonText } from "./check.ts"
import type { Endpoint, Made } from "./endpoint.ts"
import { noteRightKey, noteWrongKey, refuseGuesser, takeQuota } from "./quota.ts"

export type Params = Record<string, string | string[] | undefined>

/** Never throws. */
export async function answerRequest(endpoint: Endpoint, request: Request, params: Params): Promise<Response> {
  const headers = new Headers({ "x-request-id": requestIdOf(request), "x-content-type-options": "nosniff" })
  try {
    const caller = await authenticate(request)
    takeQuota(caller.keyId, endpoint.cost ?? 1, headers)
    if (endpoint.scope) requireKeyScope(caller, endpoint.scope)
    const answer = await answerOf(endpoint, request, { caller, params })
    return respond(request, answer, headers)
  } catch (error) {
    return refuse(endpoint, error, headers)
  }
}

async function authenticate(request: Request): Promise<KeyCaller> {
  const network = callerNetwork(request)
  const authorization = request.headers.get("authorization")
  refuseGuesser(network, authorization)
  try {
    const caller = await authenticateKey(deps(), authorization, network)
    noteRightKey(authorization)
    return caller
  } catch (error) {
    if (error instanceof AppError) noteWrongKey(network, authorization)
    throw error
  }
}

type Who = { caller: KeyCaller; params: Params }
type Full = Answer & { replayed: boolean; nextCursor?: string | null }

async function answerOf(endpoint: Endpoint, request: Request, who: Who): Promise<Full> {
  const params = paramsOf(endpoint, who.params)
  const query = endpoint.query ? checkQuery(request, endpoint.query) : undefined
  if (!endpoint.body) return read(endpoint, { ...who, params, query })
  const text = await readBodyText(request)
  const body = check(readJsonText(text), endpoint.body)
  return write(endpoint, request, text, { ...who, params, query, body })
}

type Given = { caller: KeyCaller; params: unknown; query?: unknown; body?: unknown }

/** An id of another shape is nobody's. */
function paramsOf(endpoint: Endpoint, params: Params): unknown {
  const result = endpoint.params?.safeParse(params)
  if (result && !result.success) throw new AppError("not_found", "There is nothing of yours at this address.")
  return result?.data
}

async function run(endpoint: Endpoint, given: Given, withDeps: Deps): Promise<Answer> {
  const made = await endpoint.handle({ ...given, deps: withDeps } as never)
  return answerMade(endpoint, made)
}

function answerMade(endpoint: Endpoint, made: Made<unknown>): Answer {
  if (!endpoint.answer) return { status: 204, body: "", location: null }
  return { status: endpoint.status ?? 200, body: JSON.stringify(made.answer), location: made.location ?? null }
}

/** A list says in its answer where it goes on; the `Link` header says it again. */
async function read(endpoint: Endpoint, given: Given): Promise<Full> {
  const made = await endpoint.handle({ ...given, deps: deps() } as never)
  const { next_cursor: nextCursor = null } = (made.answer ?? {}) as { next_cursor?: string | null }
  return { ...answerMade(endpoint, made), replayed: false, nextCursor }
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/

/** With an `Idempotency-Key` the effect happens once; without, as often as it is asked for. Whole or not at all either way. */
async function write(endpoint: Endpoint, request: Request, text: string, given: Given): Promise<Full> {
  const later: (() => Promise<void>)[] = []
  const work = (db: Db) => run(endpoint, given, { ...deps(), db, caches: afterwards(deps().caches, later) })
  const asked = askedOnce(request, text, given.caller)
  const answer = asked
    ? await answerOnce(deps(), asked, work)
    : { ...(await inTx(deps().db, "api-write", (tx) => work(tx as unknown as Db))), replayed: false }
  for (const forget of later) await forget()
  return answer
}

/** Null without the header. Throws invalid_input. */
function askedOnce(request: Request, text: string, { actor }: KeyCaller): Asked | null {
  const sent = request.headers.get("idempotency-key")
  if (sent === null) return null
  // A structured string (RFC 9651) as the draft has it, or the bare word most programs send.
  const idempotencyKey = /^"(.*)"$/.exec(sent)?.[1] ?? sent
  if (!IDEMPOTENCY_KEY.test(idempotencyKey))
    throw new FieldsRefused([{ field: "Idempotency-Key", detail: "Send 1 to 255 visible ASCII characters." }])
  const { pathname, search } = new URL(request.url)
  const asked = `${request.method} ${pathname}${search}\n${text}`
  const requestHash = createHash("sha256").update(asked).digest("base64url")
  return { ownerId: actor.userId, idempotencyKey, requestHash }
}

/** What a process must forget is forgotten when the tx is over: before, it would read the old again. */
function afterwards<T extends object>(caches: T, later: (() => Promise<void>)[]): T {
  return new Proxy(caches, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== "function") return method
      return async (...args: unknown[]) => void later.push(async () => void (await method.apply(target, args)))
    },
  })
}

function respond(request: Request, answer: Full, headers: Headers): Response {
  headers.set("cache-control", request.method === "GET" ? "private, no-cache" : "no-store")
  headers.set("vary", "Authorization")
  if (answer.replayed) headers.set("idempotency-replayed", "true")
  if (answer.location) headers.set("location", answer.location)
  if (answer.status === 204) return new Response(null, { status: 204, headers })
  headers.set("content-type", "application/json; charset=utf-8")
  if (answer.nextCursor) headers.set("link", `<${nextOf(request, answer.nextCursor)}>; rel="next"`)
  if (request.method !== "GET") return new Response(answer.body, { status: answer.status, headers })
  const tag = `"${createHash("sha256").update(answer.body).digest("base64url").slice(0, 27)}"`
  headers.set("etag", tag)
  if (!isKnown(request, tag)) return new Response(answer.body, { status: answer.status, headers })
  headers.delete("content-type")
  return new Response(null, { status: 304, headers })
}

const isKnown = (request: Request, tag: string): boolean =>
  (request.headers.get("if-none-match") ?? "").split(",").some((known) => known.trim().replace(/^W\//, "") === tag)

/** The same request from the next row on, as an absolute address. */
function nextOf(request: Request, cursor: string): string {
  const { pathname, searchParams } = new URL(request.url)
  searchParams.set("cursor", cursor)
  return `${deps().config.publicUrl}${pathname}?${searchParams}`
}

function refuse(endpoint: Endpoint, error: unknown, headers: Headers): Response {
  const faults = error instanceof FieldsRefused ? { errors: error.faults } : {}
  const code = error instanceof AppError ? error.code : null
  const needed = code === "missing_scope" ? { required_scope: endpoint.scope } : {}
  const field = error instanceof AppError && error.field ? endpoint.fields?.[error.field] : undefined
  const named = field === undefined ? {} : { field }
  const response = problem(error, headers.get("x-request-id")!, { ...faults, ...needed, ...named })
  for (const [name, value] of headers) response.headers.set(name, value)
  const challenge = challengeOf(code, endpoint)
  if (challenge) response.headers.set("www-authenticate", challenge)
  return response
}

/** RFC 6750, 3. */
function challengeOf(code: string | null, { scope }: Endpoint): string | null {
  if (code === "unauthenticated") return 'Bearer realm="fanfare"'
  if (code === "key_revoked" || code === "key_expired") return 'Bearer realm="fanfare", error="invalid_token"'
  return code === "missing_scope" ? `Bearer realm="fanfare", error="insufficient_scope", scope="${scope}"` : null
}
