/**
 * Reads of a file from outside only what says which picture it is, how large, and where it ends, before anything decodes
 * it. A file that goes on after its picture's end is two files in one, and is refused.
 */
import { AppError } from "../kernel/errors.ts"
import { readAvif, readJpeg, readPng, readWebp } from "./containers.ts"
import { MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MAX_RATIO, MAX_SIDE } from "./picture.ts"

export type PictureType = "png" | "jpeg" | "webp" | "avif"
/** What a container says of itself; `endsAt` is the byte after its last. */
export type Container = { width: number; height: number; endsAt: number }
export type PictureHeader = Container & { type: PictureType }

const READERS: Record<PictureType, (bytes: Uint8Array) => Container | null> = {
  png: readPng,
  jpeg: readJpeg,
  webp: readWebp,
  avif: readAvif,
}

const text = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

/** By its first bytes and never by its name. */
export function sniffPicture(bytes: Uint8Array): PictureType | null {
  if (text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "png"
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg"
  if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP") return "webp"
  if (text(bytes, 4, 8) === "ftyp" && ["avif", "avis"].includes(text(bytes, 8, 12))) return "avif"
  return null
}

/**
 * Throws `too_large` (bytes, pixels, side), `unsupported` (another kind of file, a second file behind it, a strip) or
 * `invalid_input` (broken), all on field `picture`; costs no more than a walk over the container.
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  if (bytes.length > MAX_PICTURE_BYTES) throw refuse("too_large", "A picture may have up to 20 MB.")
  const type = sniffPicture(bytes)
  if (!type) throw notAPicture(bytes)
  const container = READERS[type](bytes)
  if (!container) throw refuse("invalid_input", BROKEN)
  checkSize(container)
  if (container.endsAt !== bytes.length && !(type === "jpeg" && isFromACamera(bytes.subarray(container.endsAt))))
    throw refuse(
      "unsupported",
      "Another file hides behind the end of this picture. Open it in a picture program and save it anew.",
    )
  return { type, ...container }
}

export const BROKEN = "This picture is broken or cut off. Save or download it again."

function checkSize({ width, height }: Container): void {
  if (width < 1 || height < 1) throw refuse("invalid_input", BROKEN)
  if (width * height > MAX_PICTURE_PIXELS || width > MAX_SIDE || height > MAX_SIDE)
    throw refuse("too_large", "A picture may have up to 40 megapixels and 14,000 pixels a side. Make it smaller first.")
  if (Math.max(width / height, height / width) > MAX_RATIO)
    throw refuse("unsupported", "A picture may be at most eight times as long as it is wide. Cut it first.")
}

const refuse = (code: "too_large" | "unsupported" | "invalid_input", detail: string): AppError =>
  new AppError(code, detail, { field: "picture" })

function notAPicture(bytes: Uint8Array): AppError {
  const start = text(bytes, 0, 1_024).toLowerCase()
  if (start.includes("<svg"))
    return new AppError("unsupported", "SVG drawings can carry script, so they are not taken. Export it as PNG.", {
      field: "picture",
    })
  if (start.slice(4, 8) === "ftyp" && /^(?:hei|mif|hev)/.test(start.slice(8, 12)))
    return new AppError("unsupported", "HEIC pictures are not taken. Export it as JPEG.", { field: "picture" })
  return new AppError("unsupported", "A picture is a PNG, JPEG, WebP or AVIF file.", { field: "picture" })
}

/**
 * Phones write more behind a JPEG: a second picture (a preview, HDR's gain map), a clip, or Samsung's own records. It is
 * cut off before anything decodes the file; everything else there is refused.
 */
function isFromACamera(tail: Uint8Array): boolean {
  if (tail.every((byte) => byte === 0)) return true
  if (tail[0] === 0xff && tail[1] === 0xd8) return true
  return text(tail, 4, 8) === "ftyp" || text(tail, tail.length - 4, tail.length) === "SEFT"
}
