/** What a picture may be, and in which sizes it is kept: the limits and the arithmetic of pictures. */
import { AppError } from "../kernel/errors.ts"
import type { Id } from "../kernel/ids.ts"

/** A phone's best photograph has about 12 MB. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024
/** 40 megapixels decode to 120 MB; a 200-megapixel file of a few kB would take 600 MB. */
export const MAX_PICTURE_PIXELS = 40_000_000
/** WebP ends at 16 383; nobody shows a picture of this side on a page. */
export const MAX_SIDE = 14_000
/** Longer than this is a scroll, not a picture. */
export const MAX_RATIO = 8
export const MAX_PICTURES_PER_OWNER = 500
/** Counted as it lies on our disk: all sizes together. */
export const MAX_BYTES_PER_OWNER = 500 * 1024 * 1024
export const MAX_ALT = 300

/** Widths a page can ask for; a 390-px phone at 3x takes 1280, a wide screen 1920. */
export const WIDTH_STEPS = [320, 640, 960, 1280, 1920] as const
export const FORMATS = ["avif", "webp", "jpg"] as const
export type PictureFormat = (typeof FORMATS)[number]
/** One JPEG of about this width beside them: for mails, link previews and readers of neither AVIF nor WebP. */
const JPEG_WIDTH = 1280
const MAX_HEIGHT = 4_096

/** What it is made for, and the shorter side it needs there, in pixels. */
export const PURPOSES = { cover: 200, gallery: 200, page: 16 } as const
export type Purpose = keyof typeof PURPOSES

/** A picture as pages show it; width and height are those of its largest size. */
export type PictureView = {
  id: Id<"picture">
  width: number
  height: number
  /** Its mean colour, `#rrggbb`: stands in its place until it has come. */
  colour: string
  /** Ascending; the last is `width`. */
  widths: number[]
  alt: string
}

/** The part of the upright picture to keep, in fractions of its width and height. */
export type Crop = { x: number; y: number; width: number; height: number }
type Size = { width: number; height: number }

/** The widths a picture of this size is kept in: never larger than it is, and no two nearly alike. */
export function widthsOf({ width, height }: Size): number[] {
  const top = Math.max(1, Math.min(width, WIDTH_STEPS.at(-1)!, Math.floor((width * MAX_HEIGHT) / height)))
  return [...WIDTH_STEPS.filter((step) => step <= top * 0.85), top]
}

/** The width of the one JPEG: the largest that is kept up to 1280. */
export const jpegWidthOf = (widths: readonly number[]): number =>
  widths.findLast((width) => width <= JPEG_WIDTH) ?? widths[0]!

/** The crop in whole pixels, at least one of each. Throws `invalid_input` on field `crop`. */
export function cropToPixels(crop: Crop, size: Size): { left: number; top: number; width: number; height: number } {
  const { x, y, width, height } = crop
  const isInside = (from: number, length: number) =>
    Number.isFinite(from) && Number.isFinite(length) && from >= 0 && length > 0 && from + length <= 1.001
  if (!isInside(x, width) || !isInside(y, height))
    throw new AppError("invalid_input", "The crop must lie inside the picture.", { field: "crop" })
  const left = Math.min(Math.round(x * size.width), size.width - 1)
  const top = Math.min(Math.round(y * size.height), size.height - 1)
  return {
    left,
    top,
    width: Math.max(1, Math.min(Math.round(width * size.width), size.width - left)),
    height: Math.max(1, Math.min(Math.round(height * size.height), size.height - top)),
  }
}

/** `x,y,width,height` as it stands in an address; null for what is none. */
export function parseCrop(text: string): Crop | null {
  if (!/^\d(?:\.\d{1,6})?(?:,\d(?:\.\d{1,6})?){3}$/.test(text)) return null
  const [x, y, width, height] = text.split(",").map(Number) as [number, number, number, number]
  return { x, y, width, height }
}

/** Alternative text as it is kept. Throws `invalid_input` on field `alt`. */
export function checkAlt(text: string): string {
  const alt = text.normalize("NFC").replace(/\s+/g, " ").trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused
  if (alt.length > MAX_ALT || /[\u0000-\u001f\u007f]/.test(alt))
    throw new AppError("invalid_input", `Describe the picture in one line of up to ${MAX_ALT} characters.`, {
      field: "alt",
    })
  return alt
}

/** Where one size of a picture is served. */
export const picturePathOf = (id: string, width: number, format: PictureFormat): string =>
  `/media/${id}/${width}.${format}`

/** Where the one JPEG of a picture is served. */
export const jpegPath = ({ id, widths }: Pick<PictureView, "id" | "widths">): string =>
  picturePathOf(id, jpegWidthOf(widths), "jpg")

/** `srcset` of one format: every width that is kept. */
export const srcsetOf = ({ id, widths }: Pick<PictureView, "id" | "widths">, format: "avif" | "webp"): string =>
  widths.map((width) => `${picturePathOf(id, width, format)} ${width}w`).join(", ")
