/** The node's line to the platform: signed requests, bounded answers, the platform's own errors as `PlatformRefused`. */
import type * as z from "zod"
import {
  AuditAnswer,
  ClockAnswer,
  CodeAnswer,
  DemoAnswer,
  DeviceCodeAnswer,
  DeviceTokenAnswer,
  DeviceTokenError,
  HeartbeatAnswer,
  type HeartbeatRequest,
  JwksAnswer,
  JwksArchiveAnswer,
  LibraryAnswer,
  LicenceAnswer,
  Problem,
  ReceiptsAnswer,
  ReportAnswer,
  SessionAnswer,
  type SessionRequest,
  TicketsAnswer,
  TitleAnswer,
} from "../protocol/announce.ts"
import { toB64url } from "../protocol/bytes.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { DEVICE_GRANT } from "../protocol/device.ts"
import { type PublicKey, parseJwks } from "../protocol/keys.ts"
import { MAX_JSON_BYTES, MAX_JWKS_BYTES, MAX_SESSION_ANSWER_BYTES, MAX_STATEMENT_BYTES } from "../protocol/limits.ts"
import { signNodeRequest } from "../protocol/node-auth.ts"
import { type Answer, exchange } from "./exchange.ts"
import { PlatformRefused, PlatformUnreachable } from "./platform-errors.ts"

export type PlatformOptions = {
  /** "https://fanfare.example", no slash at its end. */
  origin: string
  crypto: Crypto
  /** Null before the node is paired. */
  identity: { nodeId: string; key: KeyPair } | null
  /** The address calls go out from; the sample world gives each node one of its own. */
  localAddress?: string
}

type Call = {
  method: "GET" | "POST"
  path: string
  body?: Uint8Array
  type?: string
  maxBytes: number
  signal?: AbortSignal
}

/** A call that takes longer than this is given up; every one of them may be repeated. */
const CALL_MS = 30_000

export class PlatformClient {
  readonly #options: PlatformOptions

  constructor(options: PlatformOptions) {
    this.#options = options
  }

  async keys(signal?: AbortSignal): Promise<PublicKey[]> {
    const answer = await this.#send({
      method: "GET",
      path: "/.well-known/jwks.json",
      maxBytes: MAX_JWKS_BYTES,
      ...given(signal),
    })
    return parseJwks(this.#read(answer, JwksAnswer))
  }

  /** The signed archive of every key that ever signed. */
  async keyArchive(signal?: AbortSignal): Promise<string> {
    return (await this.#get("/.well-known/jwks-archive.json", JwksArchiveAnswer, 2 * MAX_JWKS_BYTES, signal)).archive
  }

  clock(signal?: AbortSignal): Promise<z.infer<typeof ClockAnswer>> {
    return this.#get("/api/v1/clock", ClockAnswer, MAX_JSON_BYTES, signal)
  }

  startPairing(body: { public_key: string; name: string; scope: string[]; proof: string }, signal?: AbortSignal) {
    return this.#post("/api/v1/device/code", body, DeviceCodeAnswer, signal)
  }

  /** RFC 8628: the error is part of the conversation, so it is an answer here. */
  async pollPairing(deviceCode: string, signal?: AbortSignal) {
    const body = encode({ grant_type: DEVICE_GRANT, device_code: deviceCode })
    const answer = await this.#send({
      method: "POST",
      path: "/api/v1/device/token",
      body,
      maxBytes: MAX_JSON_BYTES,
      ...given(signal),
    })
    if (answer.status === 400) return this.#parse(answer, DeviceTokenError)
    return this.#read(answer, DeviceTokenAnswer)
  }

  heartbeat(beat: HeartbeatRequest, signal?: AbortSignal) {
    return this.#post("/api/v1/nodes/heartbeat", beat, HeartbeatAnswer, signal, 1 << 20)
  }

  answerAudit(jti: string, answer: Uint8Array, signal?: AbortSignal) {
    return this.#post("/api/v1/nodes/audits", { jti, answer: toB64url(answer) }, AuditAnswer, signal)
  }

  openSession(body: SessionRequest, signal?: AbortSignal) {
    return this.#post("/api/v1/sessions", body, SessionAnswer, signal, MAX_SESSION_ANSWER_BYTES)
  }

  moreTickets(sessionId: string, body: { failed: string[]; progress: string }, signal?: AbortSignal) {
    return this.#post(`/api/v1/sessions/${sessionId}/tickets`, body, TicketsAnswer, signal, 1 << 20)
  }

  report(sessionId: string, report: string, signal?: AbortSignal) {
    return this.#post(`/api/v1/sessions/${sessionId}/report`, { report }, ReportAnswer, signal)
  }

  licence(title: string, deviceKey: Uint8Array, signal?: AbortSignal) {
    return this.#post("/api/v1/licences", { title, device_key: toB64url(deviceKey) }, LicenceAnswer, signal)
  }

  async submitReceipts(batch: Uint8Array, signal?: AbortSignal) {
    const call = { method: "POST", path: "/api/v1/receipts", body: batch, type: "application/octet-stream" } as const
    return this.#read(await this.#send({ ...call, maxBytes: 1 << 20, ...given(signal) }), ReceiptsAnswer)
  }

  typeCode(code: string, signal?: AbortSignal) {
    return this.#post("/api/v1/codes", { code }, CodeAnswer, signal)
  }

  startDemo(title: string, signal?: AbortSignal) {
    return this.#post("/api/v1/demos", { title }, DemoAnswer, signal)
  }

  library(signal?: AbortSignal) {
    return this.#get("/api/v1/library", LibraryAnswer, 1 << 22, signal)
  }

  title(idOrSlug: string, signal?: AbortSignal) {
    return this.#get(`/api/v1/titles/${encodeURIComponent(idOrSlug)}`, TitleAnswer, MAX_JSON_BYTES, signal)
  }

  /** The statement file as text; `from` and `to` are ISO instants. */
  async statement(span: { from?: string; to?: string }, signal?: AbortSignal): Promise<string> {
    const query = new URLSearchParams(span).toString()
    const path = `/api/v1/statement${query ? `?${query}` : ""}`
    const answer = await this.#send({ method: "GET", path, maxBytes: MAX_STATEMENT_BYTES, ...given(signal) })
    if (answer.status !== 200) throw refusal(answer)
    return new TextDecoder().decode(answer.body)
  }

  async #get<T>(path: string, schema: z.ZodType<T>, maxBytes: number, signal?: AbortSignal): Promise<T> {
    return this.#read(await this.#send({ method: "GET", path, maxBytes, ...given(signal) }), schema)
  }

  async #post<T>(
    path: string,
    body: object,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
    maxBytes = MAX_JSON_BYTES,
  ): Promise<T> {
    return this.#read(
      await this.#send({ method: "POST", path, body: encode(body), maxBytes, ...given(signal) }),
      schema,
    )
  }

  #read<T>(answer: Answer, schema: z.ZodType<T>): T {
    if (answer.status !== 200) throw refusal(answer)
    return this.#parse(answer, schema)
  }

  #parse<T>(answer: Answer, schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(json(answer.body))
    if (parsed.success) return parsed.data
    const where = parsed.error.issues[0]
    throw new PlatformUnreachable(
      `the platform's answer has another shape (${where?.path.join(".")}: ${where?.message})`,
    )
  }

  async #send(call: Call): Promise<Answer> {
    const { origin, crypto, identity, localAddress } = this.#options
    const body = call.body ?? new Uint8Array()
    const headers: Record<string, string> = { accept: "application/json" }
    if (call.body) headers["content-type"] = call.type ?? "application/json"
    if (identity) {
      const request = { method: call.method, path: call.path, body, nowSeconds: Math.floor(Date.now() / 1000) }
      headers.authorization = await signNodeRequest(crypto, identity, request)
    }
    const timeout = AbortSignal.timeout(CALL_MS)
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout
    return exchange(new URL(call.path, origin), {
      method: call.method,
      headers,
      body: call.body ?? null,
      maxBytes: call.maxBytes,
      signal,
      ...(localAddress ? { localAddress } : {}),
    })
  }
}

const given = (signal: AbortSignal | undefined) => (signal ? { signal } : {})
const encode = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (cause) {
    throw new PlatformUnreachable("the platform's answer is not JSON", cause)
  }
}

function refusal(answer: Answer): Error {
  const parsed = Problem.safeParse(safeJson(answer.body))
  if (parsed.success && answer.status < 500)
    return new PlatformRefused(answer.status, parsed.data.code, parsed.data.detail)
  return new PlatformUnreachable(
    `the platform answered ${answer.status}${parsed.success ? `: ${parsed.data.detail}` : ""}`,
  )
}

function safeJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return null
  }
}
