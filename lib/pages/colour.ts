/** Colours as six hex digits, and how well one can be read on another (WCAG 2.2, relative luminance and contrast ratio). */
export type Colour = `#${string}`

const HEX = /^#[0-9a-f]{6}$/
/** Text of any size must reach this on every surface it stands on (WCAG 1.4.3). */
export const TEXT_CONTRAST = 4.5
/** Edges of controls (WCAG 1.4.11). */
export const EDGE_CONTRAST = 3

export const BLACK: Colour = "#000000"
export const WHITE: Colour = "#ffffff"

/** Reads "#8A5F00"; null for anything else, short forms and names among it, so that nothing but digits reaches a style sheet. */
export function parseColour(raw: unknown): Colour | null {
  const value = typeof raw === "string" ? raw.trim().toLowerCase() : ""
  return HEX.test(value) ? (value as Colour) : null
}

const channels = (colour: Colour): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
]

const linear = (channel: number): number => {
  const c = channel / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

function luminance(colour: Colour): number {
  const [r, g, b] = channels(colour)
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/** 1 (the same) to 21 (black on white). */
export function contrast(a: Colour, b: Colour): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** `share` 0 gives `a`, 1 gives `b`. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const [from, to] = [channels(a), channels(b)]
  const mixed = from.map((c, i) => Math.round(c + (to[i]! - c) * share))
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`
}

const worst = (text: Colour, surfaces: readonly Colour[]): number => Math.min(...surfaces.map((s) => contrast(text, s)))

/** Black or white, whichever is read better on the worst of the surfaces. */
export const poleFor = (surfaces: readonly Colour[]): Colour =>
  worst(BLACK, surfaces) >= worst(WHITE, surfaces) ? BLACK : WHITE

const STEPS = 20

/**
 * The wished colour if it reaches `target` on every surface; else the nearest to it on the way to black or white. The
 * pole itself is given when even it falls short, which `poleFor` on one surface never does: the worst case is 4.58.
 */
export function readableOn(wished: Colour, surfaces: readonly Colour[], target = TEXT_CONTRAST): Colour {
  const pole = poleFor(surfaces)
  for (let step = 0; step < STEPS; step++) {
    const tried = mix(wished, pole, step / STEPS)
    if (worst(tried, surfaces) >= target) return tried
  }
  return pole
}
