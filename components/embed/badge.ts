/** The static badge: one SVG of at most 2 kB that follows the reader's light or dark setting. */
import { html, raw } from "../plain/html.ts"

/** Longer names are cut: the badge must fit a line of text on a phone. */
const NAME_LIMIT = 26
/** Average advance of a 15-px sans-serif letter, generous, so that `textLength` never has to squeeze visibly. */
const LETTER_PX = 7.9
const HEIGHT_PX = 40
/** Opened alone, the badge's policy allows this and no other style. */
export const BADGE_STYLE =
  ".p{fill:#FFF;stroke:#E4DED3}.i{fill:#1B1A17}text{font:600 15px system-ui,sans-serif}@media(prefers-color-scheme:dark){.p{fill:#1D1B16;stroke:#5E5A52}.i{fill:#F4EFE6}}"

/** `offer` is the price, or what stands in its place. */
export function badgeSvg(name: string, offer: string): string {
  const label = `Get ${clip(name, NAME_LIMIT)}`
  const labelPx = Math.ceil([...label].length * LETTER_PX)
  const offerPx = Math.ceil([...offer].length * LETTER_PX)
  const split = 44 + labelPx + 12
  const width = split + offerPx + 28
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT_PX}" viewBox="0 0 ${width} ${HEIGHT_PX}" role="img" aria-label="${label}, ${offer}, on Fanfare"><style>${raw(BADGE_STYLE)}</style><rect class="p" x=".5" y=".5" width="${width - 1}" height="${HEIGHT_PX - 1}" rx="8"/><path fill="#E8B53A" d="M${split} 4h${width - split - 8}a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4h-${width - split - 8}z"/><path fill="#E8B53A" stroke="#1B1A17" stroke-linejoin="round" d="M12 17h5l12-6v18l-12-6h-5z"/><text class="i" x="44" y="25" textLength="${labelPx}" lengthAdjust="spacingAndGlyphs">${label}</text><text fill="#1B1A17" x="${split + 12}" y="25" textLength="${offerPx}" lengthAdjust="spacingAndGlyphs">${offer}</text></svg>`
    .html
}

function clip(text: string, limit: number): string {
  const letters = [...text.replace(/\s+/g, " ").trim()]
  return letters.length <= limit
    ? letters.join("")
    : `${letters
        .slice(0, limit - 1)
        .join("")
        .trimEnd()}…`
}
