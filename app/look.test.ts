/** The promise of the look: every text colour is readable on every surface, in both schemes. */
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { TOKENS_CSS } from "#components/plain/tokens-css.ts"
import { MAIL_COLOURS, MAIL_DARK_COLOURS } from "#lib/mail/mail-look.ts"
import { minifyTokens } from "../scripts/minify-tokens.ts"

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8")
const blocks = [...css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)].map(([, selector, body]) => ({
  selector: selector!.trim(),
  tokens: Object.fromEntries([...body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!])),
}))
const light = blocks[0]!.tokens
const [darkBySystem, darkByChoice] = [blocks[1]!.tokens, blocks[2]!.tokens]

const SURFACES = ["paper", "surface", "sunken"]
const TEXTS = ["ink", "muted", "brass", "referral", "carriage", "ok", "danger", "info"]
const TINTED = ["brass", "referral", "carriage", "ok", "danger", "info"]
const FILLS = ["brass-fill", "brass-hover", "referral-fill", "carriage-fill"]

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

test("black on white is 21", () => expect(contrast("#000000", "#ffffff")).toBeCloseTo(21))

for (const [scheme, tokens] of [
  ["light", light],
  ["dark", darkBySystem],
] as const) {
  const ratio = (text: string, ground: string) => contrast(tokens[text]!, tokens[ground]!)
  const pairs = [
    ...SURFACES.flatMap((s) => TEXTS.map((t) => [t, s])),
    ...TINTED.map((t) => [t, `${t}-tint`]),
    ...TINTED.map((t) => ["ink", `${t}-tint`]),
    ...FILLS.map((f) => ["on-fill", f]),
    // Solid chips of the quiet tones carry paper on their own text colour.
    ...["ok", "danger", "info", "ink"].map((t) => ["paper", t]),
  ]
  test.each(pairs)(`${scheme}: %s on %s can be read`, (text, ground) => {
    expect(ratio(text!, ground!)).toBeGreaterThanOrEqual(4.8)
  })
  test(`${scheme}: what is selected can be read`, () => {
    expect(ratio("on-selection", "selection")).toBeGreaterThanOrEqual(4.8)
  })
  test.each(SURFACES.flatMap((s) => ["focus", "axis"].map((line) => [line, s])))(
    `${scheme}: the %s line is seen on %s (WCAG 1.4.11)`,
    (line, surface) => expect(ratio(line, surface)).toBeGreaterThanOrEqual(3),
  )
  test.each(SURFACES)(`${scheme}: the edge of a control is seen on %s (WCAG 1.4.11)`, (surface) => {
    expect(ratio("edge", surface)).toBeGreaterThanOrEqual(3)
  })
}

test("dark by choice is dark by system", () => {
  expect(blocks).toHaveLength(3)
  expect(darkByChoice).toEqual(darkBySystem)
  expect(Object.keys(darkBySystem).toSorted()).toEqual(Object.keys(light).toSorted())
})

test("pages outside Next wear the same tokens (node scripts/tokens.ts)", () =>
  expect(TOKENS_CSS).toBe(minifyTokens(css)))

test("mails wear the same colours", () => {
  for (const [name, colour] of Object.entries(MAIL_COLOURS)) expect(light[name]).toBe(colour)
  for (const [name, colour] of Object.entries(MAIL_DARK_COLOURS)) expect(darkBySystem[name]).toBe(colour)
})
