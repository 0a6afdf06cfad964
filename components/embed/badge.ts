/** The static badge: one SVG of at most 2 kB, in the colours and the language chosen for it. */
import type { Translate } from "../../lib/kernel/messages.ts"
import { html, raw } from "../plain/html.ts"
import { clipName, textWidthPx } from "./badge-text.ts"
import { colourRules, type EmbedColours } from "./embed-colours.ts"
import { faceWords, type Offered } from "./embed-words.ts"

export const BADGE_HEIGHT_PX = 40
const TEXT_PX = 15
/** Left edge to label (with the horn), around the line between the halves, and right of the offer. */
const LABEL_X = 40
const GAP_PX = 12
/** A count that grows by a digit or two must not widen what was pasted. */
const CARRIERS_MEASURED = 999

export type BadgeView = Offered & { name: string; demo: boolean; carriers: number | null }

const measured = (t: Translate, view: BadgeView) =>
  faceWords(t, clipName(view.name), { ...view, carriers: view.carriers === null ? null : CARRIERS_MEASURED })

/** Whole pixels: the width that goes into the snippet. Given several languages it is enough for each of them. */
export function badgeWidth(view: BadgeView, languages: readonly Translate[]): number {
  const widths = languages.map((t) => {
    const { label, offer } = measured(t, view)
    return LABEL_X + textWidthPx(label, TEXT_PX) + textWidthPx(offer, TEXT_PX) + 3 * GAP_PX
  })
  return Math.max(...widths)
}

/** The style of a badge, for the policy of one that is opened alone. */
export const badgeStyle = (colours: EmbedColours): string =>
  `${colourRules(colours, "svg")}rect{fill:var(--s);stroke:var(--l)}text{font:600 ${TEXT_PX}px system-ui,sans-serif;fill:var(--i)}path{fill:var(--a)}.o{fill:var(--o)}`

/** `t` is the language it speaks, `languages` those its width must suit. */
export function badgeSvg(
  t: Translate,
  view: BadgeView,
  { colours, languages }: { colours: EmbedColours; languages: readonly Translate[] },
): string {
  const { label, offer } = faceWords(t, clipName(view.name), view)
  const width = badgeWidth(view, languages)
  const offerPx = textWidthPx(offer, TEXT_PX)
  const split = width - offerPx - 2 * GAP_PX
  // The label may take what the other language would need; the glyphs are only ever moved by the little we guessed wrong.
  const labelPx = textWidthPx(label, TEXT_PX)
  const h = BADGE_HEIGHT_PX
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${h}" viewBox="0 0 ${width} ${h}" role="img" lang="${t.locale}" aria-label="${label}, ${offer}, ${t("on Fanfare")}"><style>${raw(badgeStyle(colours))}</style><rect x=".5" y=".5" width="${width - 1}" height="${h - 1}" rx="8"/><path d="M${split} 4h${width - split - 8}a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4h-${width - split - 8}zM11 17h5l12-6v18l-12-6h-5z"/><text x="${LABEL_X}" y="25" textLength="${labelPx}" lengthAdjust="spacingAndGlyphs">${label}</text><text class="o" x="${split + GAP_PX}" y="25" textLength="${offerPx}" lengthAdjust="spacingAndGlyphs">${offer}</text></svg>`
    .html
}
