/** How files become pieces: the piece size rule, the layout of parts, and the sealing of one plaintext segment per piece. */
import { type Bytes, concat, u64be, utf8 } from "./bytes.ts"
import type { Crypto } from "./crypto.ts"
import { demand } from "./errors.ts"
import { KIB, MAX_FILES, MAX_PATH_BYTES, MAX_PIECES, MAX_RELEASE_PLAIN_BYTES, MIB, PIECE_SIZES } from "./limits.ts"

export const TAG_BYTES = 16

export interface ReleaseFile {
  /** Relative, "/" between names. */
  readonly path: string
  readonly size: number
}

export type PartName = "trial" | "full"

export interface PlannedPart {
  readonly name: PartName
  /** Global index of its first piece. */
  readonly first: number
  /** Pieces. */
  readonly count: number
  /** Plaintext bytes without padding. */
  readonly size: number
  readonly files: readonly ReleaseFile[]
}

/** A release's layout: `sz`, `psz`, `n` and `parts` of its manifest. */
export interface Plan {
  readonly sz: number
  readonly psz: number
  readonly n: number
  readonly parts: readonly PlannedPart[]
}

/**
 * 256 KiB under 64 MB (a song must be shareable among many), 1 MiB up to 4 GB, 4 MiB up to 40 GB, 16 MiB above.
 * Shared among eight carriers a 4 MB song has 16 pieces; 40 GB have 9 537.
 */
export function pieceSizeFor(plainBytes: number): number {
  if (plainBytes < 64e6) return 256 * KIB
  if (plainBytes <= 4e9) return MIB
  return plainBytes <= 40e9 ? 4 * MIB : 16 * MIB
}

export interface PlanOptions {
  /** One of PIECE_SIZES; by `pieceSizeFor` unless told. */
  readonly pieceBytes?: number
  readonly encryption?: "A256GCM-SEG" | "none"
}

/**
 * Lays files out in pieces: parts in the order given, each from a piece boundary; its files one after another; the
 * last piece of a part that is not the last is padded with zeros. Throws `inconsistent`, `too_large`.
 */
export function planParts(
  parts: readonly { readonly name: PartName; readonly files: readonly ReleaseFile[] }[],
  options: PlanOptions = {},
): Plan {
  const plain = parts.map((p) => p.files.reduce((n, f) => n + f.size, 0))
  const total = plain.reduce((a, b) => a + b, 0)
  demand(total <= MAX_RELEASE_PLAIN_BYTES, "too_large", `${total} bytes`)
  const psz = options.pieceBytes ?? pieceSizeFor(total)
  demand((PIECE_SIZES as readonly number[]).includes(psz), "inconsistent", `piece size ${psz}`)
  demand(partNamesFit(parts.map((p) => p.name)), "inconsistent", "parts are trial and full, or full")
  const tag = options.encryption === "none" ? 0 : TAG_BYTES
  const planned: PlannedPart[] = []
  let first = 0
  for (const [i, part] of parts.entries()) {
    const size = plain[i]!
    demand(size > 0, "inconsistent", `part ${part.name} is empty`)
    const count = Math.ceil(size / (psz - tag))
    planned.push({ name: part.name, first, count, size, files: part.files })
    first += count
  }
  demand(first <= MAX_PIECES, "too_large", `${first} pieces`)
  const last = planned.at(-1)!
  const tail = last.size - (last.count - 1) * (psz - tag) + tag
  return { sz: (first - 1) * psz + tail, psz, n: first, parts: planned }
}

const partNamesFit = (names: readonly PartName[]): boolean => ["full", "trial,full"].includes(names.join())

/** A stretch of one file inside one piece's plaintext. */
export interface FileSpan {
  readonly part: PartName
  readonly path: string
  /** Where it begins in the file. */
  readonly fileOffset: number
  /** Where it begins in the piece's plaintext. */
  readonly pieceOffset: number
  readonly length: number
}

/** Plaintext bytes of piece `index`, padding included. */
export function plainPieceBytes(plan: Plan, index: number, encryption: "A256GCM-SEG" | "none" = "A256GCM-SEG"): number {
  const tag = encryption === "none" ? 0 : TAG_BYTES
  return (index === plan.n - 1 ? plan.sz - (plan.n - 1) * plan.psz : plan.psz) - tag
}

/** Which stretches of which files piece `index` holds, in order; what they leave over at its end is padding. */
export function pieceSpans(plan: Plan, index: number, encryption: "A256GCM-SEG" | "none" = "A256GCM-SEG"): FileSpan[] {
  const part = plan.parts.find((p) => index >= p.first && index < p.first + p.count)
  demand(part, "malformed", `piece ${index}`)
  const segment = plan.psz - (encryption === "none" ? 0 : TAG_BYTES)
  const from = (index - part.first) * segment
  const to = Math.min(part.size, from + segment)
  const spans: FileSpan[] = []
  let at = 0
  for (const file of part.files) {
    const start = Math.max(from, at)
    const end = Math.min(to, at + file.size)
    if (start < end)
      spans.push({
        part: part.name,
        path: file.path,
        fileOffset: start - at,
        pieceOffset: start - from,
        length: end - start,
      })
    at += file.size
    if (at >= to) break
  }
  return spans
}

/** 4 zero bytes and the global piece index. A content key seals one release's part, so no nonce ever comes twice. */
export const segmentNonce = (index: number): Bytes => concat(new Uint8Array(4), u64be(index))

/** Binds a piece to its release, place and the release's length. */
export const segmentAad = (releaseId: string, index: number, count: number): Bytes =>
  concat(utf8(releaseId), u64be(index), u64be(count))

export interface SegmentPlace {
  readonly releaseId: string
  readonly index: number
  readonly count: number
}

/** One plaintext segment to one ciphertext piece (16 bytes longer). */
export async function sealPiece(
  crypto: Crypto,
  key: Uint8Array,
  at: SegmentPlace,
  plain: Uint8Array,
): Promise<Uint8Array> {
  return crypto.aesGcmSeal(key, segmentNonce(at.index), segmentAad(at.releaseId, at.index, at.count), plain)
}

/** The reverse; throws `bad_ciphertext`. */
export async function openPiece(
  crypto: Crypto,
  key: Uint8Array,
  at: SegmentPlace,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  return crypto.aesGcmOpen(key, segmentNonce(at.index), segmentAad(at.releaseId, at.index, at.count), sealed)
}

/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*\\]/

/** Paths that every system can write and none can be led astray by. Throws `unsafe_path` or `too_large`. */
function assertSafePath(path: string): void {
  demand(utf8(path).length <= MAX_PATH_BYTES, "unsafe_path", "too long")
  demand(path.isWellFormed() && path === path.normalize("NFC"), "unsafe_path", "not NFC")
  for (const name of path.split("/")) {
    demand(name !== "" && name !== "." && name !== "..", "unsafe_path", path)
    demand(!FORBIDDEN.test(name) && !RESERVED.test(name), "unsafe_path", path)
    demand(!/[ .]$/.test(name), "unsafe_path", path)
  }
}

/** Every path safe, none twice (whatever the case), none a folder of another. */
export function checkFiles(files: readonly ReleaseFile[]): void {
  demand(files.length > 0 && files.length <= MAX_FILES, "too_large", `${files.length} files`)
  const seen = new Set<string>()
  const folders = new Set<string>()
  for (const { path } of files) {
    assertSafePath(path)
    const key = path.toLowerCase()
    demand(!seen.has(key), "unsafe_path", `${path} comes twice`)
    seen.add(key)
    for (let at = key.indexOf("/"); at >= 0; at = key.indexOf("/", at + 1)) folders.add(key.slice(0, at))
  }
  for (const key of seen) demand(!folders.has(key), "unsafe_path", `${key} is both file and folder`)
}

/** The one file of the private torrent: "<slug>-<version>.ffr". */
export const torrentName = (slug: string, version: string): string => `${slug}-${version}.ffr`
