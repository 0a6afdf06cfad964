/** Origin grants: the client asks for distinct pieces and signs its progress with the request, so that fetching twice hurts nobody. */
import { type Bytes, concat, toB64url, u32be, u64be, utf8 } from "./bytes.ts"
import type { Crypto, KeyPair } from "./crypto.ts"
import { demand } from "./errors.ts"
import { MAX_GRANT_PIECES, MAX_PIECES, MAX_TICKETS_PER_SESSION } from "./limits.ts"
import { RECEIPT_BYTES } from "./receipt.ts"

const DOMAIN = utf8("fanfare/grant/v1\0")

export interface GrantRequest {
  /** Session id, ASCII. */
  readonly ses: string
  /** Global piece indices, strictly growing. */
  readonly pieces: readonly number[]
  /** The newest receipt of every ticket, 104 bytes each, one after another. */
  readonly progress: Uint8Array
  readonly iat: number
}

/** domain || SHA-256(ses || u32be count || u32be piece … || progress || u64be iat). Throws `malformed`, `too_large`. */
export async function grantSigningBytes(crypto: Crypto, g: GrantRequest): Promise<Bytes> {
  assertGrantShape(g)
  const hashed = concat(utf8(g.ses), u32be(g.pieces.length), ...g.pieces.map(u32be), g.progress, u64be(g.iat))
  return concat(DOMAIN, await crypto.sha256(hashed))
}

export async function signGrant(crypto: Crypto, sessionKey: KeyPair, g: GrantRequest): Promise<Uint8Array> {
  return crypto.sign(sessionKey, await grantSigningBytes(crypto, g))
}

export async function verifyGrant(
  crypto: Crypto,
  sessionKey: Uint8Array,
  signature: Uint8Array,
  g: GrantRequest,
): Promise<boolean> {
  return crypto.verify(sessionKey, signature, await grantSigningBytes(crypto, g))
}

/** The JSON body of the grant call. */
export async function grantBody(crypto: Crypto, sessionKey: KeyPair, g: GrantRequest) {
  const sig = toB64url(await signGrant(crypto, sessionKey, g))
  return { pieces: [...g.pieces], progress: toB64url(g.progress), iat: g.iat, sig }
}

function assertGrantShape(g: GrantRequest): void {
  demand(/^[A-Za-z0-9_-]{1,64}$/.test(g.ses), "malformed", "session id")
  demand(g.pieces.length > 0 && g.pieces.length <= MAX_GRANT_PIECES, "too_large", `${g.pieces.length} pieces`)
  demand(
    g.pieces.every((p, i) => Number.isInteger(p) && p >= 0 && p < MAX_PIECES && (i === 0 || p > g.pieces[i - 1]!)),
    "malformed",
    "pieces are distinct indices in growing order",
  )
  demand(g.progress.length % RECEIPT_BYTES === 0, "malformed", "progress")
  demand(g.progress.length <= MAX_TICKETS_PER_SESSION * RECEIPT_BYTES, "too_large", "progress")
}

/**
 * How many of a grant's bytes count against the room: those that can still be missing, by the client's own signed
 * progress, after what the origin was counted for before. Everything beyond is the client fetching twice.
 */
export function countedGrantBytes(g: {
  readonly sizeBytes: bigint
  /** Sum of min(cumulative, lim) over the receipts in `progress`. */
  readonly progressBytes: bigint
  /** Bytes counted by earlier grants of this session. */
  readonly countedBytes: bigint
  /** Bytes of the pieces granted now for the first time. */
  readonly newBytes: bigint
}): bigint {
  const missing = g.sizeBytes - g.progressBytes - g.countedBytes
  if (missing <= 0n) return 0n
  if (missing < g.newBytes) return missing
  return g.newBytes
}
