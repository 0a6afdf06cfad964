/** Our typefaces for pages outside Next: their faces as style rules, and which files such a page should ask for first. */

/** Stands in the address, so that the files may be kept for ever; a test holds it to the installed packages. */
export const FONT_VERSION = "5.3.0"

const LATIN =
  "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
const LATIN_EXT =
  "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"

/** Name in the address -> package and file; the fast path serves these and nothing else. */
export const FONT_FILES = {
  "bricolage-latin": ["bricolage-grotesque", "bricolage-grotesque-latin-wght-normal.woff2"],
  "bricolage-latin-ext": ["bricolage-grotesque", "bricolage-grotesque-latin-ext-wght-normal.woff2"],
  "bricolage-narrow-latin": ["bricolage-grotesque", "bricolage-grotesque-latin-wdth-normal.woff2"],
  "bricolage-narrow-latin-ext": ["bricolage-grotesque", "bricolage-grotesque-latin-ext-wdth-normal.woff2"],
  "instrument-latin": ["instrument-sans", "instrument-sans-latin-wght-normal.woff2"],
  "instrument-latin-ext": ["instrument-sans", "instrument-sans-latin-ext-wght-normal.woff2"],
  "jetbrains-latin": ["jetbrains-mono", "jetbrains-mono-latin-wght-normal.woff2"],
  "jetbrains-latin-ext": ["jetbrains-mono", "jetbrains-mono-latin-ext-wght-normal.woff2"],
} as const satisfies Record<string, readonly [string, string]>
export type FontFile = keyof typeof FONT_FILES

export const fontPath = (file: FontFile): string => `/fonts/${FONT_VERSION}/${file}.woff2`

export type FontFamily = "bricolage" | "bricolage-narrow" | "instrument" | "jetbrains"

/** Arial, or what has its measures, drawn as wide and as high as ours: text stands where it will stay until ours has come. */
type StandIn = { name: string; size: number; ascent: number; descent: number }
type Family = { name: string; weights: string; stretch?: string; standIn?: StandIn }
const FAMILIES: Readonly<Record<FontFamily, Family>> = {
  bricolage: {
    name: "Bricolage Grotesque Variable",
    weights: "200 800",
    standIn: { name: "Bricolage Fallback", size: 105.43, ascent: 88.21, descent: 25.61 },
  },
  // The same face with its width axis: twice the bytes, so only where a narrow cut is asked for.
  "bricolage-narrow": {
    name: "Bricolage Grotesque Variable",
    weights: "200 800",
    stretch: "75% 100%",
    standIn: { name: "Bricolage Narrow Fallback", size: 73.66, ascent: 126.26, descent: 36.65 },
  },
  instrument: {
    name: "Instrument Sans Variable",
    weights: "400 700",
    standIn: { name: "Instrument Fallback", size: 102.74, ascent: 94.42, descent: 24.33 },
  },
  jetbrains: { name: "JetBrains Mono Variable", weights: "100 800" },
}

function face(family: FontFamily, part: "latin" | "latin-ext"): string {
  const { name, weights, stretch } = FAMILIES[family]
  const file = fontPath(`${family}-${part}`)
  return `@font-face{font-family:"${name}";font-style:normal;font-display:swap;font-weight:${weights};${stretch ? `font-stretch:${stretch};` : ""}src:url(${file}) format("woff2");unicode-range:${part === "latin" ? LATIN : LATIN_EXT}}`
}

function standIn(family: FontFamily): string {
  const stand = FAMILIES[family].standIn
  if (!stand) return ""
  const { name, size, ascent, descent } = stand
  return `@font-face{font-family:"${name}";src:local("Arial"),local("Liberation Sans");size-adjust:${size}%;ascent-override:${ascent}%;descent-override:${descent}%;line-gap-override:0%}`
}

/** `@font-face` rules of these families, Latin and extended Latin, and of what stands in for each; in one line. */
export const fontFaces = (families: readonly FontFamily[]): string =>
  families.map((family) => face(family, "latin") + face(family, "latin-ext") + standIn(family)).join("")

/** Files a page of these families needs at once: what `<link rel=preload>` names. */
export const firstFonts = (families: readonly FontFamily[]): string[] =>
  families.map((family) => fontPath(`${family}-latin`))
