/** The manifest: the platform-signed list of a release's ciphertext pieces, its parts and their files. */
import * as z from "zod"
import { equalBytes, toB64url } from "./bytes.ts"
import { checkFiles, type PlannedPart, planParts } from "./content.ts"
import type { Crypto } from "./crypto.ts"
import { demand } from "./errors.ts"
import { byteCount, bytesField, bytesUpTo, idField, readShape, text } from "./fields.ts"
import { jwsBytes, type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import { MAX_FILES, MAX_MANIFEST_BYTES, MAX_PATH_BYTES, MAX_PIECES } from "./limits.ts"

export type Encryption = "A256GCM-SEG" | "none"

export interface Manifest {
  readonly v: 1
  /** Release id; part of every piece's associated data. */
  readonly rel: string
  readonly ttl: string
  /** Version, for people. */
  readonly ver: string
  /** S: ciphertext bytes. */
  readonly sz: number
  /** Piece size in bytes; every piece but the release's last has it. */
  readonly psz: number
  /** Piece count. */
  readonly n: number
  /** SHA-256 of every ciphertext piece, concatenated: n x 32 bytes. */
  readonly pieces: Uint8Array
  /** SHA-256 of the .torrent's bytes. */
  readonly tor: Uint8Array
  /** Info hash, 40 hex digits. */
  readonly ih: string
  readonly enc: Encryption
  readonly parts: readonly PlannedPart[]
}

const PAYLOAD = z.object({
  v: z.literal(1),
  rel: idField,
  ttl: idField,
  ver: text,
  sz: byteCount.min(1),
  psz: z.number().int().min(1),
  n: z.number().int().min(1).max(MAX_PIECES),
  pieces: bytesUpTo(MAX_PIECES * 32),
  tor: bytesField(32),
  ih: z.string().regex(/^[0-9a-f]{40}$/),
  enc: z.enum(["A256GCM-SEG", "none"]),
  parts: z
    .array(
      z.object({
        name: z.enum(["trial", "full"]),
        first: z.number().int().min(0),
        count: z.number().int().min(1),
        size: byteCount.min(1),
        files: z.array(z.object({ path: z.string().min(1).max(MAX_PATH_BYTES), size: byteCount })).max(MAX_FILES),
      }),
    )
    .min(1)
    .max(2),
})

/** Signs with the licence key. Throws `inconsistent` or `unsafe_path`, so that no false manifest is ever signed. */
export function signManifest(m: Manifest, licenceKey: SigningKey): Promise<string> {
  assertConsistent(m)
  const parts = m.parts.map(({ name, first, count, size, files }) => ({
    name,
    first,
    count,
    size,
    files: files.map((f) => ({ path: f.path, size: f.size })),
  }))
  const { v, rel, ttl, ver, sz, psz, n, ih, enc } = m
  const payload = { v, rel, ttl, ver, sz, psz, n, pieces: toB64url(m.pieces), tor: toB64url(m.tor), ih, enc, parts }
  return signJws("man+jwt", payload, licenceKey)
}

/** Errors: those of `verifyJws`, then `wrong_object` when its hash is not `obj`, `inconsistent`, `unsafe_path`. */
export async function verifyManifest(
  crypto: Crypto,
  token: string,
  expected: { readonly keys: readonly PublicKey[]; readonly obj?: Uint8Array },
): Promise<{ manifest: Manifest; obj: Uint8Array }> {
  demand(token.length <= MAX_MANIFEST_BYTES, "too_large", "manifest")
  const obj = await manifestHash(crypto, token)
  if (expected.obj) demand(equalBytes(obj, expected.obj), "wrong_object", "manifest")
  const keyFor = keyFinder(expected.keys, "licence")
  const { payload } = await verifyJws(token, { typ: "man+jwt", keyFor, maxBytes: MAX_MANIFEST_BYTES })
  const manifest = readShape(PAYLOAD, payload)
  assertConsistent(manifest)
  return { manifest, obj }
}

/** `obj`: SHA-256 of the compact JWS's ASCII bytes. */
export const manifestHash = async (crypto: Crypto, token: string): Promise<Uint8Array> => crypto.sha256(jwsBytes(token))

/** SHA-256 the ciphertext piece must have. */
export const pieceHash = (m: Manifest, index: number): Uint8Array => m.pieces.subarray(32 * index, 32 * index + 32)

/** Ciphertext bytes of piece `index`: the piece size, or what is left for the release's last. */
export const pieceBytes = (m: Pick<Manifest, "n" | "psz" | "sz">, index: number): number =>
  index === m.n - 1 ? m.sz - (m.n - 1) * m.psz : m.psz

/** The part a piece belongs to. Throws `malformed` on an index out of range. */
export function partOf(m: Pick<Manifest, "parts">, index: number): PlannedPart {
  const part = m.parts.find((p) => index >= p.first && index < p.first + p.count)
  demand(part, "malformed", `piece ${index}`)
  return part
}

function assertConsistent(m: Manifest): void {
  demand(m.pieces.length === 32 * m.n, "inconsistent", "pieces")
  demand(m.enc !== "none" || m.parts.length === 1, "inconsistent", "an open release has one part")
  for (const part of m.parts) checkFiles(part.files)
  // The layout follows from the files alone, so a manifest that differs from its own plan is refused whole.
  const plan = planParts(m.parts, { pieceBytes: m.psz, encryption: m.enc })
  demand(plan.n === m.n && plan.sz === m.sz, "inconsistent", "size")
  plan.parts.forEach((part, i) => {
    const said = m.parts[i]!
    const same = part.first === said.first && part.count === said.count && part.size === said.size
    demand(same, "inconsistent", `part ${said.name}`)
  })
}
