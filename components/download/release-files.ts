/** Where a release's files lie in its pieces, and what each of them is: the map between what a person opens and what arrives. */
import { type PartName, TAG_BYTES } from "#peer/protocol/content.ts"
import type { Manifest } from "#peer/protocol/manifest.ts"

type Layout = Pick<Manifest, "psz" | "enc" | "parts" | "n">

/** A file with its place: `start` is its first byte in its part's plaintext. */
export type PlacedFile = {
  part: PartName
  path: string
  sizeBytes: number
  start: number
}

/** A stretch of a file inside one piece's plaintext. */
export type Stretch = { piece: number; pieceOffset: number; length: number }

const segmentBytes = (m: Layout): number => m.psz - (m.enc === "none" ? 0 : TAG_BYTES)

/** Every file in the order of the pieces. */
export function placeFiles(m: Layout): PlacedFile[] {
  return m.parts.flatMap((part) => {
    let start = 0
    return part.files.map(({ path, size }) => {
      const file = { part: part.name, path, sizeBytes: size, start }
      start += size
      return file
    })
  })
}

/** What opens, by path: where both parts have a file of one name, the full part's is the one to have. */
export function openFiles(files: readonly PlacedFile[], parts: readonly PartName[]): PlacedFile[] {
  const byPath = new Map<string, PlacedFile>()
  for (const name of ["trial", "full"] as const) {
    if (!parts.includes(name)) continue
    for (const file of files) if (file.part === name) byPath.set(file.path, file)
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The stretch of the piece that holds the file's byte `offset`, up to that piece's end; null at the file's end. */
export function stretchAt(m: Layout, file: PlacedFile, offset: number): Stretch | null {
  if (offset < 0 || offset >= file.sizeBytes) return null
  const segment = segmentBytes(m)
  const at = file.start + offset
  const pieceOffset = at % segment
  const length = Math.min(segment - pieceOffset, file.sizeBytes - offset)
  return { piece: firstOf(m, file.part) + Math.floor(at / segment), pieceOffset, length }
}

/** The pieces a file needs, in its own order. */
export function piecesOf(m: Layout, file: PlacedFile): number[] {
  if (file.sizeBytes === 0) return []
  const segment = segmentBytes(m)
  const first = firstOf(m, file.part) + Math.floor(file.start / segment)
  const last = firstOf(m, file.part) + Math.floor((file.start + file.sizeBytes - 1) / segment)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** All pieces: those of `before` first, then the trial part's, then the rest, as the release has them. */
export function pieceOrder(m: Layout, before: PlacedFile | null): number[] {
  const first = before ? piecesOf(m, before) : []
  const order = new Set(first)
  for (let piece = 0; piece < m.n; piece++) order.add(piece)
  return [...order]
}

function firstOf(m: Layout, part: PartName): number {
  return m.parts.find((p) => p.name === part)?.first ?? 0
}

/** Media types by ending; what a browser neither plays nor shows is bytes. */
const TYPES: Record<string, string> = {
  webm: "video/webm",
  mp4: "video/mp4",
  m4v: "video/mp4",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  opus: "audio/ogg",
  flac: "audio/flac",
  wav: "audio/wav",
  html: "text/html",
  js: "text/javascript",
  mjs: "text/javascript",
  css: "text/css",
  json: "application/json",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  woff2: "font/woff2",
}

export function typeOf(path: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""
  return TYPES[ending] ?? "application/octet-stream"
}

/** "video", "audio", or null when a browser does not play it. */
export function mediaOf(path: string): "video" | "audio" | null {
  const [kind] = typeOf(path).split("/", 1)
  return kind === "video" || kind === "audio" ? kind : null
}

/** What a film or a song starts with: its first playable file, films before sounds. */
export function leadFile(open: readonly PlacedFile[]): PlacedFile | null {
  return open.find((f) => mediaOf(f.path) === "video") ?? open.find((f) => mediaOf(f.path) === "audio") ?? null
}

/** The page a game opens with: the index.html nearest to the root. */
export function startPage(open: readonly PlacedFile[]): PlacedFile | null {
  const pages = open.filter((f) => /(?:^|\/)index\.html$/i.test(f.path))
  const depth = (f: PlacedFile) => f.path.split("/").length
  return pages.reduce<PlacedFile | null>((best, f) => (best && depth(best) <= depth(f) ? best : f), null)
}
