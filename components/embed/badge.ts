/** The static badge: one SVG of at most 2 kB, in the colours and the language chosen for it. */
import type { Translate } from "../../lib/kernel/messages.ts"
import { html, raw } from "../plain/html.ts"
import { fitName, textWidthPx } from "./badge-text.ts"
import { colourRules, type EmbedColours } from "./embed-colours.ts"
import { faceWords, type Offered } from "./embed-words.ts"

export const BADGE_HEIGHT_PX = 40
const TEXT_PX = 15
/** A column on the narrowest phone, less its margins: no style that a strict page would refuse is needed to keep it inside. */
export const BADGE_MAX_WIDTH_PX = 304
/** Left edge to label (with the horn), around the line between the halves, and right of the offer. */
const LABEL_X = 40
const GAP_PX = 12
/** A count that grows by a digit or two must not widen what was pasted. */
const CARRIERS_MEASURED = 999

export type BadgeView = Offered & { name: string; demo: boolean; carriers: number | null }

const measured = (t: Translate, view: BadgeView) => {
  const counts = view.carriers === null ? [null] : [null, CARRIERS_MEASURED]
  const offers = counts.map((carriers) => faceWords(t, "", { ...view, carriers }).offer)
  const offerPx = Math.max(...offers.map((offer) => textWidthPx(offer, TEXT_PX)))
  const label = (name: string) => faceWords(t, name, view).label
  const labelMaxPx = BADGE_MAX_WIDTH_PX - LABEL_X - offerPx - 3 * GAP_PX
  const name = fitName(view.name, (tried) => textWidthPx(label(tried), TEXT_PX) <= labelMaxPx)
  return { label: label(name), width: LABEL_X + textWidthPx(label(name), TEXT_PX) + offerPx + 3 * GAP_PX }
}

/** Whole pixels: the width that goes into the snippet. Given several languages it is enough for each of them. */
export const badgeWidth = (view: BadgeView, languages: readonly Translate[]): number =>
  Math.max(...languages.map((t) => measured(t, view).width))

/** The style of a badge, for the policy of one that is opened alone. */
export const badgeStyle = (colours: EmbedColours): string =>
  `${colourRules(colours, "svg")}rect{fill:var(--s);stroke:var(--l)}text{font:600 ${TEXT_PX}px system-ui,sans-serif;fill:var(--i)}path{fill:var(--a)}.o{fill:var(--o)}`

/** `t` is the language it speaks, `languages` those its width must suit. */
export function badgeSvg(
  t: Translate,
  view: BadgeView,
  { colours, languages }: { colours: EmbedColours; languages: readonly Translate[] },
): string {
  const { label } = measured(t, view)
  const { offer } = faceWords(t, "", view)
  const width = badgeWidth(view, languages)
  const split = width - textWidthPx(offer, TEXT_PX) - 2 * GAP_PX
  const h = BADGE_HEIGHT_PX
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${h}" viewBox="0 0 ${width} ${h}" role="img" lang="${t.locale}" aria-label="${label}, ${offer}, ${t("on Fanfare")}"><style>${raw(badgeStyle(colours))}</style><rect x=".5" y=".5" width="${width - 1}" height="${h - 1}" rx="8"/><path d="M${split} 4h${width - split - 8}a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4h-${width - split - 8}zM11 17h5l12-6v18l-12-6h-5z"/><text x="${LABEL_X}" y="25">${label}</text><text class="o" x="${(split + width - 4) / 2}" y="25" text-anchor="middle">${offer}</text></svg>`
    .html
}
