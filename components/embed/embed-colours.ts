/** The six colours an embed is made of, by day and by night, as style rules: ours, or those of a fan's page. */
import { type PageTheme, paletteOf, type ThemeColours } from "../../lib/pages/page-theme.ts"
import type { EmbedChoice, Scheme } from "./embed-choice.ts"

/** Surface, ink, muted text, line, accent, text on the accent. Contrast is held where they are made. */
type Face = readonly [s: string, i: string, m: string, l: string, a: string, o: string]
export type EmbedColours = { light: Face; dark: Face; scheme: Scheme }

/** As app/tokens.css has them. */
const HOUSE: Readonly<Record<"light" | "dark", Face>> = {
  light: ["#fff", "#1b1a17", "#5e5a52", "#e4ded3", "#e8b53a", "#1b1a17"],
  dark: ["#1d1b16", "#f4efe6", "#b5aea1", "#5e5a52", "#f2c14e", "#1b1a17"],
}

const faceOf = (colours: ThemeColours): Face => {
  const { surface, ink, muted, line, accent, onAccent } = paletteOf(colours)
  return [surface, ink, muted, line, accent, onAccent]
}

/** A page that is only light, or only dark, stays so unless the fan chose otherwise for this embed. */
export function coloursOf({ scheme }: Pick<EmbedChoice, "scheme">, theme: PageTheme | null): EmbedColours {
  if (!theme) return { ...HOUSE, scheme }
  return { light: faceOf(theme.light), dark: faceOf(theme.dark), scheme: scheme === "auto" ? theme.scheme : scheme }
}

const vars = (face: Face): string => ["s", "i", "m", "l", "a", "o"].map((name, n) => `--${name}:${face[n]}`).join(";")

/** The colours as custom properties of `selector`, following the reader where nothing else was chosen. */
export function colourRules({ light, dark, scheme }: EmbedColours, selector: string): string {
  const main = `${selector}{${vars(scheme === "dark" ? dark : light)}}`
  return scheme === "auto" ? `${main}@media(prefers-color-scheme:dark){${selector}{${vars(dark)}}}` : main
}
