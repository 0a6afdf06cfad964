/** The four picture containers as far as size and end: PNG (ISO 15948), JPEG (T.81), WebP (RFC 9649), AVIF (ISO 23008-12). */
import type { Container } from "./read-header.ts"

/** No honest file comes near; a file of empty chunks must not keep us busy. */
const MAX_PARTS = 20_000

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const name = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** Chunks from IHDR to IEND. Null when it is broken or ends early. */
export function readPng(bytes: Uint8Array): Container | null {
  const data = view(bytes)
  if (bytes.length < 33 || name(bytes, 12) !== "IHDR" || data.getUint32(8) !== 13) return null
  const size = { width: data.getUint32(16), height: data.getUint32(20) }
  for (let at = 8, parts = 0; at + 12 <= bytes.length && parts < MAX_PARTS; parts++) {
    const next = at + 12 + data.getUint32(at)
    if (name(bytes, at + 4) === "IEND") return next <= bytes.length ? { ...size, endsAt: next } : null
    at = next
  }
  return null
}

/** Start-of-frame markers carry the size; DHT, JPG and DAC share their range. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Markers without a length: TEM and the restarts. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
const [EOI, SOS] = [0xd9, 0xda]

/** Segments from SOI to EOI, over the scans between. Null when it is broken or ends early. */
export function readJpeg(bytes: Uint8Array): Container | null {
  let size = { width: 0, height: 0 }
  const data = view(bytes)
  for (let at = 2, parts = 0; at + 4 <= bytes.length + 2 && parts < MAX_PARTS; parts++) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]
    if (marker === undefined) return null
    if (marker === EOI) return size.width > 0 ? { ...size, endsAt: at + 2 } : null
    if (marker === 0xff || isBare(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (at + 4 > bytes.length) return null
    const next = at + 2 + data.getUint16(at + 2)
    if (isFrame(marker) && size.width === 0 && at + 9 <= bytes.length)
      size = { width: data.getUint16(at + 7), height: data.getUint16(at + 5) }
    at = marker === SOS ? endOfScan(bytes, next) : next
  }
  return null
}

/** In a scan 0xff stands before 0x00 (a byte of that value) and restarts; any other pair is the next marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1]
    if (marker !== 0 && marker !== undefined && !isBare(marker) && marker !== 0xff) return at
  }
  return bytes.length
}

/** RIFF's own length says the end; one padding byte may follow an odd one. */
export function readWebp(bytes: Uint8Array): Container | null {
  if (bytes.length < 30) return null
  const data = view(bytes)
  const length = data.getUint32(4, true)
  const endsAt = 8 + length + (length % 2)
  const size = webpSize(data, name(bytes, 12))
  return size && endsAt <= bytes.length ? { ...size, endsAt } : null
}

function webpSize(data: DataView, kind: string): { width: number; height: number } | null {
  const three = (at: number) => data.getUint16(at, true) | (data.getUint8(at + 2) << 16)
  if (kind === "VP8X") return { width: three(24) + 1, height: three(27) + 1 }
  if (kind === "VP8 ") return { width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff }
  if (kind !== "VP8L") return null
  const bits = data.getUint32(21, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

type Box = { kind: string; from: number; to: number }
const TOP_BOXES = ["ftyp", "meta", "mdat", "moov", "free", "skip", "uuid"]

/** Boxes up to the first that is none of AVIF's; the largest `ispe` is the picture's size. */
export function readAvif(bytes: Uint8Array): Container | null {
  const top = boxesOf(bytes, 0, bytes.length, TOP_BOXES)
  const meta = top.find((box) => box.kind === "meta")
  if (!meta || !top.some((box) => box.kind === "mdat")) return null
  // `meta` is a full box: version and flags stand before its children.
  const iprp = boxesOf(bytes, meta.from + 4, meta.to).find((box) => box.kind === "iprp")
  const ipco = iprp && boxesOf(bytes, iprp.from, iprp.to).find((box) => box.kind === "ipco")
  const sizes = ipco
    ? boxesOf(bytes, ipco.from, ipco.to).filter((box) => box.kind === "ispe" && box.to - box.from === 12)
    : []
  const data = view(bytes)
  const [largest] = sizes
    .map(({ from }) => ({ width: data.getUint32(from + 4), height: data.getUint32(from + 8) }))
    .sort((a, b) => b.width * b.height - a.width * a.height)
  return largest ? { ...largest, endsAt: top.at(-1)!.to } : null
}

function boxesOf(bytes: Uint8Array, from: number, to: number, known?: readonly string[]): Box[] {
  const boxes: Box[] = []
  const data = view(bytes)
  for (let at = from; at + 8 <= to && boxes.length < MAX_PARTS; at = boxes.at(-1)!.to) {
    const kind = name(bytes, at + 4)
    const short = data.getUint32(at)
    const isLong = short === 1 && at + 16 <= to
    const length = isLong ? Number(data.getBigUint64(at + 8)) : short === 0 ? to - at : short
    if (length < (isLong ? 16 : 8) || at + length > to || (known && !known.includes(kind))) break
    boxes.push({ kind, from: at + (isLong ? 16 : 8), to: at + length })
  }
  return boxes
}
