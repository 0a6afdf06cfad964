/** The node's line to the origin, the engine's web seed: asks for grants with signed progress, then fetches what was granted. */
import type { Origin } from "../engine/download.ts"
import { EngineError } from "../engine/errors.ts"
import { pieceLengthOf, type ReleaseBits } from "../engine/release-bits.ts"
import { GrantAnswer, Problem } from "../protocol/announce.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { grantBody } from "../protocol/grant.ts"
import { MAX_JSON_BYTES } from "../protocol/limits.ts"
import { exchange } from "./exchange.ts"

export interface OriginOptions {
  readonly url: string
  /** The origin's ticket of this session. */
  readonly ticket: string
  readonly sessionId: string
  readonly sessionKey: KeyPair
  readonly crypto: Crypto
  readonly bits: ReleaseBits
  /** Platform time, unix seconds. */
  readonly nowSeconds: () => number
  readonly localAddress: string | null
}

/** 16 MiB at 128 KiB/s take 128 s. */
const FETCH_MS = 180_000
/** The origin asks for a moment's patience when one session fetches too much at once. */
const TOO_MANY_TRIES = 20
const TOO_MANY_MS = 500

type Call = { method: "GET" | "POST"; path: string; body: object | null; maxBytes: number; signal: AbortSignal }

export function originClient(options: OriginOptions): Origin {
  const { sessionId, crypto, sessionKey } = options
  return {
    grant: async (pieces, progress, signal) => {
      const sorted = [...pieces].sort((a, b) => a - b)
      const request = { ses: sessionId, pieces: sorted, progress, iat: options.nowSeconds() }
      const body = await grantBody(crypto, sessionKey, request)
      const path = `/v1/sessions/${sessionId}/grants`
      const answer = await call(options, { method: "POST", path, body, maxBytes: MAX_JSON_BYTES, signal })
      const parsed = GrantAnswer.safeParse(parseJson(answer))
      if (!parsed.success) throw new EngineError("origin_failed", "the grant has another shape")
      return parsed.data.granted
    },
    fetch: async (piece, signal) => {
      const maxBytes = pieceLengthOf(options.bits, piece)
      const path = `/v1/sessions/${sessionId}/pieces/${piece}`
      return call(options, { method: "GET", path, body: null, maxBytes, signal })
    },
  }
}

async function call(options: OriginOptions, { method, path, body, maxBytes, signal }: Call): Promise<Uint8Array> {
  const url = new URL(`${options.url.replace(/\/$/, "")}${path}`)
  const headers: Record<string, string> = { authorization: `Bearer ${options.ticket}` }
  if (body) headers["content-type"] = "application/json"
  for (let attempt = 1; ; attempt++) {
    const answer = await exchange(url, {
      method,
      headers,
      body: body && new TextEncoder().encode(JSON.stringify(body)),
      // A refusal has its own words even where the piece is shorter than they are.
      maxBytes: Math.max(maxBytes, MAX_JSON_BYTES),
      signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]),
      ...(options.localAddress ? { localAddress: options.localAddress } : {}),
    })
    if (answer.status === 200) return answer.body
    if (answer.status !== 429 || attempt >= TOO_MANY_TRIES) throw refusal(answer)
    await pause(TOO_MANY_MS, signal)
  }
}

function refusal(answer: { status: number; body: Uint8Array }): EngineError {
  const problem = Problem.safeParse(parseJson(answer.body))
  return new EngineError("origin_failed", problem.success ? problem.data.detail : `status ${answer.status}`)
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener("abort", () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
