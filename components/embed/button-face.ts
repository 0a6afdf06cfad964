/** What the script needs to draw its button: words and the whole style, so that the script itself stays under 1 kB. */
import type { Translate } from "../../lib/kernel/messages.ts"
import { BADGE_HEIGHT_PX, type BadgeView } from "./badge.ts"
import { colourRules, type EmbedColours } from "./embed-colours.ts"
import { faceWords } from "./embed-words.ts"

export type ButtonFace = { label: string; offer: string; css: string; lang: string }

/** As tall as the badge whose place it takes; the horn is a shape, because a strict page lets no picture in. */
const FACE_STYLE = `:host{display:inline-block;vertical-align:bottom;max-width:100%;height:${BADGE_HEIGHT_PX}px;color:var(--i);font:600 15px/1 system-ui,sans-serif;letter-spacing:0;text-align:start}
span{display:flex;box-sizing:border-box;height:100%;align-items:center;gap:12px;padding:4px 4px 4px 11px;background:var(--s);border:1px solid var(--l);border-radius:8px;white-space:nowrap}
i{flex:none;width:17px;height:18px;background:var(--a);clip-path:path("M0 6h5L17 0v18L5 12H0z")}
u{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;line-height:1.3;text-decoration:none}
b{align-self:stretch;display:flex;align-items:center;margin-inline-start:-4px;padding:0 11px;border-radius:4px;background:var(--a);color:var(--o);font-variant-numeric:tabular-nums}
span:hover u{text-decoration:underline}@media(prefers-reduced-motion:no-preference){b{transition:filter .15s ease-out}span:hover b{filter:brightness(.95)}}`

export const buttonFace = (t: Translate, view: BadgeView, colours: EmbedColours): ButtonFace => ({
  ...faceWords(t, view.name, view),
  lang: t.locale,
  css: colourRules(colours, ":host") + FACE_STYLE.replaceAll("\n", ""),
})
