/** Text as outlines: pictures made on any machine are set in our own faces, whatever fonts that machine has. */
import { join } from "node:path"
import { type Face, openSync } from "fontkit"

/** Each face in the order it is asked for a letter; a variable file draws its default weight (Bricolage: 800). */
const FILES = {
  display: ["bricolage-grotesque", "bricolage-grotesque", "wght"],
  text: ["instrument-sans", "instrument-sans", "wght"],
  mono: ["jetbrains-mono", "jetbrains-mono", "wght"],
} as const
export type FaceName = keyof typeof FILES

const opened = new Map<FaceName, readonly Face[]>()

/** The process runs in the project's folder, where the packages are. */
function facesOf(name: FaceName): readonly Face[] {
  const known = opened.get(name)
  if (known) return known
  const [family, file, axis] = FILES[name]
  const folder = join(process.cwd(), "node_modules/@fontsource-variable", family, "files")
  const faces = ["latin", "latin-ext"].map((part) => openSync(join(folder, `${file}-${part}-${axis}-normal.woff2`)))
  opened.set(name, faces)
  return faces
}

type Letter = { width: number; outline: (x: number, y: number) => string }

/** Letters our faces lack are left out: a picture without them is better than one of empty boxes. */
function lettersOf(text: string, name: FaceName, sizePx: number): Letter[] {
  return [...text].flatMap((char) => {
    const codePoint = char.codePointAt(0)!
    const face = facesOf(name).find((candidate) => candidate.hasGlyphForCodePoint(codePoint))
    if (!face) return []
    const scale = sizePx / face.unitsPerEm
    const glyph = face.glyphForCodePoint(codePoint)
    const outline = (x: number, y: number) => glyph.path.scale(scale, -scale).translate(x, y).toSVG()
    return [{ width: glyph.advanceWidth * scale, outline }]
  })
}

export const widthOf = (text: string, face: FaceName, sizePx: number): number =>
  lettersOf(text, face, sizePx).reduce((sum, letter) => sum + letter.width, 0)

/** SVG path data of one line whose baseline begins at (x, y). */
export function linePath(text: string, face: FaceName, sizePx: number, { x, y }: { x: number; y: number }): string {
  let at = x
  return lettersOf(text, face, sizePx)
    .map(({ width, outline }) => {
      const path = outline(at, y)
      at += width
      return path
    })
    .join("")
}

/** Breaks between words so that no line is wider than `maxWidth`; null when it takes more than `maxLines`. */
export function breakLines(
  text: string,
  face: FaceName,
  sizePx: number,
  { maxWidth, maxLines }: { maxWidth: number; maxLines: number },
): string[] | null {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (widthOf(longer, face, sizePx) <= maxWidth) lines.splice(-1, 1, longer)
    else if (widthOf(word, face, sizePx) > maxWidth) return null
    else lines.push(word)
    if (lines.length > maxLines) return null
  }
  return lines
}
