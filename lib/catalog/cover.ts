/** A title's cover: which pictures are taken, told by their first bytes and never by their name. */
import { AppError } from "../kernel/errors.ts"

/** Enough for a 3000-pixel cover; covers lie in the database. */
export const MAX_COVER_BYTES = 5 * 1024 * 1024

export const COVER_TYPES = ["image/png", "image/jpeg", "image/webp", "image/avif"] as const
export type CoverType = (typeof COVER_TYPES)[number]

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

/** The picture's type by its magic bytes; null for anything else (SVG among it: it can carry script). */
export function sniffCover(bytes: Uint8Array): CoverType | null {
  if (bytes.length < 16) return null
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png"
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg"
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "image/webp"
  if (ascii(bytes, 4, 8) === "ftyp" && ["avif", "avis"].includes(ascii(bytes, 8, 12))) return "image/avif"
  return null
}

export type Cover = { type: CoverType; bytes: Uint8Array }

/** Throws AppError `too_large` or `unsupported`, both on field `cover`. */
export function checkCover(bytes: Uint8Array): Cover {
  if (bytes.length > MAX_COVER_BYTES)
    throw new AppError("too_large", "A cover may have up to 5 MB.", { field: "cover" })
  const type = sniffCover(bytes)
  if (!type) throw new AppError("unsupported", "A cover is a PNG, JPEG, WebP or AVIF picture.", { field: "cover" })
  return { type, bytes }
}
