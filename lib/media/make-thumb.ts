/** A picture so small that it can travel inside a document: as large as fits the bytes it is given, or none at all. */
import sharp from "sharp"

export type ThumbFile = { bytes: Uint8Array; width: number; height: number }

/** Longest side in pixels and AVIF's quality, best first; each step takes about a third off the bytes. */
const STEPS = [
  { side: 264, quality: 42 },
  { side: 208, quality: 38 },
  { side: 160, quality: 36 },
  { side: 112, quality: 34 },
  { side: 80, quality: 30 },
  { side: 64, quality: 22 },
] as const
const STEP_LIMIT_SECONDS = 5

/** `kept` is one of our own files, not what somebody sent. Null when not even the smallest fits. */
export async function makeThumb(kept: Uint8Array, limitBytes: number): Promise<ThumbFile | null> {
  for (const { side, quality } of STEPS.slice(limitBytes < 1_500 ? 2 : 0)) {
    const { data, info } = await sharp(kept)
      .timeout({ seconds: STEP_LIMIT_SECONDS })
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .avif({ quality, effort: 4 })
      .toBuffer({ resolveWithObject: true })
    if (data.length <= limitBytes) return { bytes: new Uint8Array(data), width: info.width, height: info.height }
  }
  return null
}
