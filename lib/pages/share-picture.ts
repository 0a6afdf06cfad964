/** The picture shown when a promo page is shared: its colours, its name, its first covers; 1200 by 630 pixels, PNG. */
import sharp, { type OverlayOptions } from "sharp"
import { mix } from "./colour.ts"
import { leadColours, type PageTheme, type Palette, paletteOf } from "./page-theme.ts"
import { breakLines, type FaceName, linePath } from "./text-paths.ts"

const WIDTH = 1200
const HEIGHT = 630
const MARGIN = 64
/** The covers' place beside the words. */
const ART = { left: 640, top: 72, width: 496, height: 486 }
const NAME_SIZES = [108, 96, 84, 72, 62, 54, 46, 38] as const

export type ShareSource = {
  theme: PageTheme
  name: string
  words: string
  host: string
  /** Bytes of up to three pictures, the first on top. */
  covers: readonly Uint8Array[]
}

export async function sharePicture(source: ShareSource): Promise<Uint8Array<ArrayBuffer>> {
  const palette = paletteOf(leadColours(source.theme))
  const covers = await placeCovers(source.covers.slice(0, 3), palette)
  const wide = covers.length === 0
  const ground = Buffer.from(groundSvg(source, palette, wide ? WIDTH - 2 * MARGIN : ART.left - MARGIN - 40))
  const png = await sharp(ground).composite(covers).png({ compressionLevel: 9, palette: false }).toBuffer()
  return new Uint8Array(png)
}

const faceOf = (theme: PageTheme): FaceName =>
  theme.type === "machine" || theme.type === "terminal" ? "mono" : "display"

function groundSvg({ theme, name, words, host }: ShareSource, palette: Palette, maxWidth: number): string {
  const face = faceOf(theme)
  const shown = theme.type === "poster" ? name.toUpperCase() : name
  const title = fitted(shown, face, maxWidth)
  const titleTop = 150
  const titleBottom = titleTop + title.sizePx * 0.72 + (title.lines.length - 1) * title.sizePx
  const room = Math.floor((HEIGHT - 130 - titleBottom - 62) / LEAD_STEP) + 1
  const lead = leadLines(words, maxWidth, Math.min(3, room))
  const path = (d: string, colour: string) => `<path d="${d}" fill="${colour}"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${palette.paper}"/>`,
    `<rect x="${MARGIN}" y="72" width="96" height="12" fill="${palette.accent}"/>`,
    ...title.lines.map((line, i) =>
      path(
        linePath(line, face, title.sizePx, { x: MARGIN, y: titleTop + title.sizePx * 0.72 + i * title.sizePx }),
        palette.ink,
      ),
    ),
    ...lead.map((line, i) =>
      path(linePath(line, "text", 32, { x: MARGIN, y: titleBottom + 62 + i * LEAD_STEP }), palette.muted),
    ),
    path(linePath(host, "text", 26, { x: MARGIN, y: HEIGHT - 64 }), palette.muted),
    "</svg>",
  ].join("")
}

/** Large names keep to two lines, so that a few words fit under them. */
const TWO_LINES_FROM = 72

/** The largest size at which the name fits its lines; a name without a break that fits nowhere is cut. */
function fitted(name: string, face: FaceName, maxWidth: number): { sizePx: number; lines: string[] } {
  for (const sizePx of NAME_SIZES) {
    const lines = breakLines(name, face, sizePx, { maxWidth, maxLines: sizePx >= TWO_LINES_FROM ? 2 : 3 })
    if (lines) return { sizePx, lines }
  }
  const sizePx = NAME_SIZES.at(-1)!
  return {
    sizePx,
    lines: breakLines(`${[...name].slice(0, 16).join("")}…`, face, sizePx, { maxWidth, maxLines: 3 }) ?? [],
  }
}

const LEAD_STEP = 44

function leadLines(words: string, maxWidth: number, maxLines: number): string[] {
  if (maxLines < 1) return []
  const all = words.replace(/\s+/g, " ").trim().split(" ")
  for (let count = all.length; count > 0; count--) {
    const text = count === all.length ? all.join(" ") : `${all.slice(0, count).join(" ")}…`
    const lines = count <= 30 ? breakLines(text, "text", 32, { maxWidth, maxLines }) : null
    if (lines) return lines
  }
  return []
}

/** The first in front, the others looking out behind it. */
async function placeCovers(covers: readonly Uint8Array[], palette: Palette): Promise<OverlayOptions[]> {
  const placed = await Promise.all(covers.map((cover, i) => placeCover(cover, i, covers.length, palette)))
  return placed.toReversed()
}

const FRAME = 10
const STEP = 34

async function placeCover(cover: Uint8Array, index: number, count: number, palette: Palette): Promise<OverlayOptions> {
  const room = (count - 1) * STEP
  const { data, info } = await sharp(cover)
    .resize({ width: ART.width - room, height: ART.height - room, fit: "inside" })
    .extend({
      top: FRAME,
      bottom: FRAME,
      left: FRAME,
      right: FRAME,
      background: index === 0 ? palette.surface : mix(palette.paper, palette.ink, 0.2),
    })
    .png()
    .toBuffer({ resolveWithObject: true })
  const top = ART.top + Math.round((ART.height - room - info.height) / 2) + (count - 1 - index) * STEP
  const left = ART.left + Math.round((ART.width - room - info.width) / 2) + index * STEP
  return { input: data, top: Math.max(0, top), left: Math.max(0, Math.min(left, WIDTH - info.width)) }
}
