/** A promo page's look as tokens: colours that can always be read, a pair of typefaces, corners, covers and backdrop. */

import { AppError } from "../kernel/errors.ts"
import {
  type Colour,
  contrast,
  EDGE_CONTRAST,
  mix,
  parseColour,
  poleFor,
  readableOn,
  TEXT_CONTRAST,
  WHITE,
} from "./colour.ts"
import { choice, type Field, type Infer, record } from "./page-fields.ts"

/** Display and text. Names of our own fonts, which plain pages are served, what stands in for them, what systems have. */
const BRICOLAGE = '"Bricolage Grotesque Variable","Bricolage Fallback",ui-sans-serif,system-ui,sans-serif'
const NARROW = '"Bricolage Grotesque Variable","Bricolage Narrow Fallback",ui-sans-serif,system-ui,sans-serif'
const INSTRUMENT = '"Instrument Sans Variable","Instrument Fallback",ui-sans-serif,system-ui,sans-serif'
const MONO = '"JetBrains Mono Variable","JetBrains Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace'
const OLD_STYLE = '"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,Georgia,serif'
const TRANSITIONAL = 'Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif'
const HUMANIST = 'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",source-sans-pro,sans-serif'

type TypePair = { display: string; text: string; weight: number; tracking: string; stretch: number; caps: boolean }
const pair = (display: string, text: string, more: Partial<TypePair> = {}): TypePair => ({
  display,
  text,
  weight: 650,
  tracking: "-0.02em",
  stretch: 100,
  caps: false,
  ...more,
})

export const TYPE_PAIRS = {
  fanfare: pair(BRICOLAGE, INSTRUMENT),
  poster: pair(NARROW, INSTRUMENT, { weight: 800, stretch: 75, tracking: "-0.01em", caps: true }),
  quiet: pair(INSTRUMENT, INSTRUMENT, { weight: 600 }),
  editorial: pair(OLD_STYLE, INSTRUMENT, { weight: 500, tracking: "-0.015em" }),
  book: pair(OLD_STYLE, TRANSITIONAL, { weight: 600, tracking: "-0.01em" }),
  machine: pair(MONO, INSTRUMENT, { weight: 700, tracking: "-0.05em" }),
  terminal: pair(MONO, MONO, { weight: 700, tracking: "-0.04em" }),
  friendly: pair(HUMANIST, HUMANIST, { weight: 700, tracking: "-0.01em" }),
} as const satisfies Record<string, TypePair>
export type TypePairName = keyof typeof TYPE_PAIRS

const CORNERS = { square: "0px", soft: "10px", round: "26px" } as const
const WIDTHS = { none: "0px", thin: "1px", bold: "3px" } as const

const colourField: Field<Colour> = {
  fallback: WHITE,
  read(raw, at) {
    const colour = parseColour(raw)
    if (!colour)
      throw new AppError("invalid_input", `${at.what} is a colour of six hex digits, such as #8a5f00.`, {
        field: at.path,
      })
    return colour
  },
}
const coloursField = record({ paper: colourField, ink: colourField, accent: colourField })
/** What a fan chooses; everything else is worked out from it. */
export type ThemeColours = Infer<typeof coloursField>

const names = <K extends string>(table: Readonly<Record<K, unknown>>): readonly [K, ...K[]] =>
  Object.keys(table) as [K, ...K[]]

export const COVER_TREATMENTS = ["mat", "bare", "lifted", "offset", "tilted", "glow"] as const
export const BACKDROPS = ["none", "dots", "lines", "rays", "glow", "grid"] as const
export const SCHEMES = ["auto", "light", "dark"] as const

const THEME_FIELDS = {
  type: choice(names(TYPE_PAIRS)),
  scheme: choice(SCHEMES),
  light: coloursField,
  dark: coloursField,
  corners: choice(["soft", "square", "round"]),
  edges: choice(["thin", "none", "bold"]),
  cover: choice(COVER_TREATMENTS),
  backdrop: choice(BACKDROPS),
  pace: choice(["calm", "tight", "airy"]),
} as const
const themeRecord = record(THEME_FIELDS)
export type PageTheme = Infer<typeof themeRecord>

const theme = (
  type: TypePairName,
  scheme: PageTheme["scheme"],
  light: [Colour, Colour, Colour],
  dark: [Colour, Colour, Colour],
  rest: Pick<PageTheme, "corners" | "edges" | "cover" | "backdrop" | "pace">,
): PageTheme => ({ type, scheme, light: three(light), dark: three(dark), ...rest })
const three = ([paper, ink, accent]: [Colour, Colour, Colour]): ThemeColours => ({ paper, ink, accent })

/** Looks to start from; each is meant to be mistaken for none of the others. */
export const THEME_PRESETS = {
  paper: theme("fanfare", "auto", ["#fbf8f3", "#1b1a17", "#e8b53a"], ["#14130f", "#f4efe6", "#f2c14e"], {
    corners: "soft",
    edges: "thin",
    cover: "mat",
    backdrop: "none",
    pace: "calm",
  }),
  zine: theme("poster", "light", ["#ffe9dc", "#17133a", "#ff4b2b"], ["#17133a", "#ffe9dc", "#ff6a4d"], {
    corners: "square",
    edges: "bold",
    cover: "offset",
    backdrop: "dots",
    pace: "tight",
  }),
  lastBus: theme("machine", "dark", ["#eef0ff", "#12122b", "#5a3df0"], ["#0d0e1f", "#e9e7ff", "#ffb52e"], {
    corners: "square",
    edges: "thin",
    cover: "glow",
    backdrop: "glow",
    pace: "calm",
  }),
  gallery: theme("editorial", "auto", ["#ffffff", "#111111", "#c2260a"], ["#0b0b0b", "#f5f5f5", "#ff7a5c"], {
    corners: "square",
    edges: "none",
    cover: "bare",
    backdrop: "none",
    pace: "airy",
  }),
  meadow: theme("friendly", "auto", ["#eaf2e3", "#1d2b1f", "#d2572b"], ["#131c15", "#e6f0e2", "#ff9867"], {
    corners: "round",
    edges: "none",
    cover: "lifted",
    backdrop: "rays",
    pace: "calm",
  }),
  velvet: theme("book", "dark", ["#fbf1ea", "#3b0d1c", "#8c1637"], ["#2a0a16", "#fbe9dc", "#f0b46a"], {
    corners: "soft",
    edges: "thin",
    cover: "lifted",
    backdrop: "none",
    pace: "airy",
  }),
  cabinet: theme("terminal", "dark", ["#effbea", "#0c2412", "#0b7a34"], ["#07120b", "#d6f5d6", "#7dff6b"], {
    corners: "square",
    edges: "thin",
    cover: "tilted",
    backdrop: "grid",
    pace: "tight",
  }),
} as const satisfies Record<string, PageTheme>
export type PresetName = keyof typeof THEME_PRESETS

/** A theme as it may be stored: what is missing is taken from the first preset, what is wrong is refused by name. */
export const themeField: Field<PageTheme> = {
  fallback: THEME_PRESETS.paper,
  read(raw, at) {
    const given = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? raw : {}
    return themeRecord.read({ ...THEME_PRESETS.paper, ...given }, at)
  },
}

export type Palette = Readonly<
  Record<
    "paper" | "surface" | "sunken" | "glow" | "ink" | "muted" | "line" | "edge" | "accent" | "onAccent" | "accentText",
    Colour
  >
>

/**
 * Every colour of the page from the three a fan chose. Text reaches 4.5:1 on paper, surface, sunken and accent whatever
 * was chosen: ink and accent are moved towards black or white until they do, and a surface on which they cannot is paper.
 */
export function paletteOf({ paper, ink: wished, accent }: ThemeColours): Palette {
  const pole = poleFor([paper])
  const holds = (surface: Colour) => contrast(pole, surface) >= TEXT_CONTRAST
  const keep = (surface: Colour) => (holds(surface) ? surface : paper)
  const isLight = pole === "#000000"
  const surface = keep(isLight ? mix(paper, WHITE, 0.6) : mix(paper, WHITE, 0.055))
  const sunken = keep(mix(paper, readableOn(wished, [paper]), 0.07))
  const glow = keep(mix(paper, accent, 0.18))
  const surfaces = [paper, surface, sunken, glow]
  const ink = readableOn(wished, surfaces)
  return {
    paper,
    surface,
    sunken,
    glow,
    ink,
    muted: readableOn(mix(ink, paper, 0.34), surfaces),
    line: mix(paper, ink, 0.16),
    edge: readableOn(mix(paper, ink, 0.45), surfaces, EDGE_CONTRAST),
    accent,
    onAccent: [ink, paper].find((text) => contrast(text, accent) >= TEXT_CONTRAST) ?? poleFor([accent]),
    accentText: readableOn(accent, surfaces),
  }
}

/** Which of the chosen colours could not be taken as they are, so that the fan can be told. */
export function repairedColours(colours: ThemeColours): ("ink" | "accent")[] {
  const { ink, accentText } = paletteOf(colours)
  return [
    ...(ink === colours.ink ? [] : (["ink"] as const)),
    ...(accentText === colours.accent ? [] : (["accent"] as const)),
  ]
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const paletteCss = (colours: ThemeColours): string =>
  Object.entries(paletteOf(colours))
    .map(([name, colour]) => `--${kebab(name)}:${colour}`)
    .join(";")

const PACES = { tight: "40px", calm: "72px", airy: "112px" } as const

/**
 * The theme as one style rule (two when it follows the reader's system). Every value comes from a table here or is six hex
 * digits, so nothing a fan wrote reaches the style sheet.
 */
export function themeCss(theme: PageTheme, selector = ".ff-page"): string {
  const type = TYPE_PAIRS[theme.type]
  const main = theme.scheme === "dark" ? theme.dark : theme.light
  const scheme = theme.scheme === "auto" ? "light dark" : theme.scheme
  const fixed = [
    `color-scheme:${scheme}`,
    `--display:${type.display}`,
    `--text:${type.text}`,
    `--display-weight:${type.weight}`,
    `--display-tracking:${type.tracking}`,
    `--display-stretch:${type.stretch}%`,
    `--display-case:${type.caps ? "uppercase" : "none"}`,
    `--corner:${CORNERS[theme.corners]}`,
    `--edge-width:${WIDTHS[theme.edges]}`,
    `--pace:${PACES[theme.pace]}`,
  ].join(";")
  const rule = `${selector}{${fixed};${paletteCss(main)}}`
  if (theme.scheme !== "auto") return rule
  return `${rule}@media(prefers-color-scheme:dark){${selector}{${paletteCss(theme.dark)}}}`
}

/** The colours pictures made of the page wear (Open Graph image, browser chrome). */
export const leadColours = (theme: PageTheme): ThemeColours => (theme.scheme === "dark" ? theme.dark : theme.light)
