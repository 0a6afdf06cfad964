/** A page's download session: its keys, its origin ticket, grants asked for and pieces fetched under it. */
import * as z from "zod"
import { GrantAnswer } from "#peer/protocol/announce.ts"
import { type Bytes, fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { type Crypto, type KeyPair, signingKeyFromSeed } from "#peer/protocol/crypto.ts"
import { grantBody } from "#peer/protocol/grant.ts"
import { TICKET_SECONDS } from "#peer/protocol/limits.ts"
import { type Manifest, pieceBytes } from "#peer/protocol/manifest.ts"
import { DownloadError } from "./errors.ts"
import { call, type Platform, send } from "./platform-door.ts"

/** What a later visit needs to go on in the same session. Its key signs this session's requests and nothing else. */
const NOTE = z.object({
  sessionId: z.string().max(64),
  sessionSecret: z.string().max(64),
  originUrl: z.url().max(2048),
  ticket: z.string().max(4096),
  openedSeconds: z.number().int(),
  originBytes: z.number().int().min(0),
  reported: z.boolean(),
})
export type SessionNote = z.infer<typeof NOTE>

/** A ticket that ends within this time is not worth starting with. */
const SPARE_SECONDS = 15 * 60

export const writeSessionNote = (note: SessionNote): string => JSON.stringify(note)

/** Null when it cannot be read or its ticket is about to end. */
export function readSessionNote(text: string | null, nowSeconds: number): SessionNote | null {
  if (!text) return null
  try {
    const note = NOTE.parse(JSON.parse(text))
    const age = nowSeconds - note.openedSeconds
    return age >= 0 && age < TICKET_SECONDS - SPARE_SECONDS ? note : null
  } catch {
    return null
  }
}

export class OriginSession {
  readonly note: SessionNote
  readonly key: KeyPair
  readonly #crypto: Crypto
  readonly #platform: Platform

  constructor(crypto: Crypto, platform: Platform, key: KeyPair, note: SessionNote) {
    this.#crypto = crypto
    this.#platform = platform
    this.key = key
    this.note = note
  }

  static async resume(crypto: Crypto, platform: Platform, note: SessionNote): Promise<OriginSession> {
    return new OriginSession(crypto, platform, await signingKeyFromSeed(fromB64url(note.sessionSecret, 32)), note)
  }

  /** Asks for distinct pieces in growing order; gives those that may be fetched. */
  async grant(pieces: readonly number[], signal: AbortSignal): Promise<number[]> {
    const { sessionId: ses, originUrl } = this.note
    const request = { ses, pieces, progress: new Uint8Array(0), iat: this.#platform.nowSeconds() }
    const body = await grantBody(this.#crypto, this.key, request)
    const answer = await call(`${originUrl}/v1/sessions/${ses}/grants`, GrantAnswer, { body, ...this.#auth(), signal })
    return answer.granted
  }

  /** The ciphertext of a granted piece, exactly as long as the manifest says. Not verified yet. */
  async fetchPiece(m: Manifest, index: number, signal: AbortSignal): Promise<Bytes> {
    const { sessionId, originUrl } = this.note
    const answer = await send(`${originUrl}/v1/sessions/${sessionId}/pieces/${index}`, { ...this.#auth(), signal })
    return readExactly(answer, pieceBytes(m, index), signal)
  }

  #auth() {
    return { headers: { authorization: `Bearer ${this.note.ticket}` } }
  }
}

export const newSessionNote = (
  session: { session_id: string; origin: { url: string; ticket: string } },
  key: KeyPair,
  openedSeconds: number,
): SessionNote => ({
  sessionId: session.session_id,
  sessionSecret: toB64url(key.secretKey),
  originUrl: session.origin.url,
  ticket: session.origin.ticket,
  openedSeconds,
  originBytes: 0,
  reported: false,
})

/** Never holds more than what was promised; a broken line is `line`. */
async function readExactly(answer: Response, length: number, signal: AbortSignal): Promise<Bytes> {
  const out = new Uint8Array(length)
  let at = 0
  const reader = answer.body?.getReader()
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      if (at + part.value.length > length) throw new DownloadError("damaged")
      out.set(part.value, at)
      at += part.value.length
    }
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof DownloadError) throw cause
    throw new DownloadError("line", undefined, 0, cause)
  }
  if (at !== length) throw new DownloadError("line")
  return out
}
