/**
 * Writes a picture anew: decoded once under limits, turned upright, cut, in sRGB, then in every size as AVIF and WebP and
 * once as JPEG. No byte of the original file and none of its metadata is in what comes out.
 */
import sharp, { type Sharp, type SharpOptions } from "sharp"
import { AppError, invariant } from "../kernel/errors.ts"
import {
  type Crop,
  cropToPixels,
  jpegWidthOf,
  MAX_PICTURE_PIXELS,
  type PictureFormat,
  PURPOSES,
  type Purpose,
  widthsOf,
} from "./picture.ts"
import { BROKEN, readPictureHeader } from "./read-header.ts"

export type MadeFile = { name: `${number}.${PictureFormat}`; bytes: Uint8Array }
export type MadePicture = { width: number; height: number; colour: string; widths: number[]; files: MadeFile[] }

/** Decoding 40 megapixels takes about two seconds; one size as AVIF about one. */
const STEP_LIMIT_SECONDS = 30
const WHITE = "#ffffff"
/** Chosen by eye on the three sample covers: smaller than a JPEG of quality 80 by half, without visible marks. */
const AVIF = { quality: 54, effort: 2 } as const
const WEBP = { quality: 78, effort: 4 } as const
const JPEG = { quality: 80, mozjpeg: true } as const

// One thread of libvips for each picture: two pictures at once leave half of libuv's pool to files and passwords.
sharp.concurrency(1)
sharp.cache(false)

/** Refuses what `readPictureHeader` refuses, a crop outside the picture, and what is too small for its purpose. */
export async function makeSizes(bytes: Uint8Array, crop: Crop | null, purpose: Purpose): Promise<MadePicture> {
  const { endsAt } = readPictureHeader(bytes)
  const master = await decode(bytes.subarray(0, endsAt), crop, purpose)
  const widths = widthsOf(master)
  const jpegWidth = jpegWidthOf(widths)
  const files: MadeFile[] = []
  for (const width of widths) {
    const at = () => sized(master, width)
    files.push({ name: `${width}.avif`, bytes: await written(at().avif(AVIF)) })
    files.push({ name: `${width}.webp`, bytes: await written(at().webp(WEBP)) })
    if (width === jpegWidth)
      files.push({ name: `${width}.jpg`, bytes: await written(at().flatten({ background: WHITE }).jpeg(JPEG)) })
  }
  return { width: master.width, height: master.height, colour: await meanColour(master), widths, files }
}

type Master = { width: number; height: number; channels: 1 | 2 | 3 | 4; data: Buffer }

const DECODE: SharpOptions = {
  limitInputPixels: MAX_PICTURE_PIXELS,
  failOn: "error",
  sequentialRead: true,
  animated: false,
}

/** The cut, upright pixels, no larger than the largest size that is kept. */
async function decode(bytes: Uint8Array, crop: Crop | null, purpose: Purpose): Promise<Master> {
  const { autoOrient } = await readable(sharp(bytes, DECODE).metadata())
  const cut = cropToPixels(crop ?? { x: 0, y: 0, width: 1, height: 1 }, autoOrient)
  const needed = PURPOSES[purpose]
  if (Math.min(cut.width, cut.height) < needed)
    throw new AppError("unsupported", `That is too small: it needs at least ${needed} pixels on each side.`, {
      field: crop ? "crop" : "picture",
    })
  const image = sharp(bytes, DECODE)
    .timeout({ seconds: STEP_LIMIT_SECONDS })
    .autoOrient()
    .extract(cut)
    .resize({ width: widthsOf(cut).at(-1)! })
    .toColourspace("srgb")
  const { data, info } = await readable(image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true }))
  return { width: info.width, height: info.height, channels: info.channels, data }
}

/** What the decoder will not read is the picture's fault and is told so; its own words stay inside. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new AppError("invalid_input", BROKEN, { field: "picture", cause })
  }
}

const raw = ({ data, width, height, channels }: Master): Sharp => sharp(data, { raw: { width, height, channels } })
const sized = (master: Master, width: number): Sharp => {
  const image = raw(master).timeout({ seconds: STEP_LIMIT_SECONDS })
  return width === master.width ? image : image.resize({ width })
}
const written = async (image: Sharp): Promise<Uint8Array> => new Uint8Array(await image.toBuffer())

async function meanColour(master: Master): Promise<string> {
  const image = raw(master).flatten({ background: WHITE }).resize(1, 1, { kernel: "linear", fit: "fill" })
  const pixel = await image.toColourspace("srgb").raw().toBuffer()
  invariant(pixel.length >= 1, "a pixel has a colour")
  const [r, g = r, b = r] = pixel
  return `#${[r, g, b].map((value) => (value ?? 0).toString(16).padStart(2, "0")).join("")}`
}
