/** What we use of fontkit: glyphs of a face and their outlines, in font units. */
declare module "fontkit" {
  type Outline = { scale(x: number, y?: number): Outline; translate(x: number, y: number): Outline; toSVG(): string }
  type Glyph = { advanceWidth: number; path: Outline }
  export type Face = {
    unitsPerEm: number
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): Glyph
  }
  export function openSync(path: string): Face
}
