/** The first screen: the sentence, the two ways on, what the grid does right now, and covers. */
import { formatMoney, formatShare, splitBytes } from "../../lib/kernel/format.ts"
import { type Html, html } from "../plain/html.ts"
import { richHtml } from "../plain/rich-html.ts"
import { coverImage } from "./cover.ts"
import type { CoverView, LandingView } from "./landing-view.ts"

export function hero(view: LandingView): Html {
  const { t, rates } = view
  const share = (bps: number) => formatShare(bps / 10_000, t.locale)
  return html`<section class="hero wide"><div class="say"><h1>${richHtml(
    t("<bring>Bring people</bring> to what you love. <carry>Carry its bits.</carry> Be paid for both."),
    {
      bring: (inner) => html`<em class="bring">${inner}</em>`,
      carry: (inner) => html`<em class="carry">${inner}</em>`,
    },
  )}</h1><p class="lead">${t(
    "When somebody buys a game, a film or an album through your button, {referral} of the price is yours. Let your machine help to deliver the download, and another {carriage} is shared by the bytes each node carried. Both stand on one statement. Both are paid through PayPal.",
    { referral: share(rates.referralBps), carriage: share(rates.carriageBps) },
  )}</p><p class="ways"><a class="button primary" href="/start">${t("Put a button on your blog")}</a><a class="button quiet" href="/store">${t("See what is in the store")}</a></p>${live(view)}</div>${covers(view)}</section>`
}

/** Only what is true now; an empty grid is said to be empty. */
function live({ t, figures }: LandingView): Html {
  const { carriersAlive, bytesCarriedToday, paidMicros } = figures
  const carried = splitBytes(bytesCarriedToday, t.locale)
  const facts = [
    carriersAlive > 0 &&
      fact(String(carriersAlive), "", t.n("node carries right now", "nodes carry right now", carriersAlive)),
    bytesCarriedToday > 0n && fact(carried.figure, carried.unit, t("carried for buyers in the last 24 hours")),
    paidMicros > 0n && fact(formatMoney(paidMicros, t.locale), "", t("paid to fans so far")),
  ].filter((f) => f !== false)
  const quiet = t("No node is carrying at this moment. The first one to pair is the first one to be paid.")
  return html`<div class="live">${carriersAlive === 0 && html`<p>${quiet}</p>`}${facts.length > 0 && html`<dl>${facts}</dl>`}</div>`
}

const fact = (figure: string, unit: string, says: string): Html =>
  html`<div><dt>${says}</dt><dd>${figure}${unit && html`<small>${unit}</small>`}</dd></div>`

function covers({ t, covers }: LandingView): Html | null {
  const shown = covers.filter((title) => title.hasCover).slice(0, 3)
  if (shown.length === 0) return null
  return html`<ul class="covers c${shown.length}" aria-label="${t("Newest in the store")}">${shown.map((title, i) => coverOf(title, i, t("Cover of {name}", { name: title.name })))}</ul>`
}

/** The first stands as wide as the column on a wide screen, the others half as wide; on a phone all three share it. */
const coverOf = (title: CoverView, index: number, alt: string): Html => {
  const sizes = `(min-width:1000px) ${index === 0 ? "38vw" : "19vw"}, 31vw`
  return html`<li><a href="/titles/${title.slug}">${coverImage(title, { sizes, alt, first: index === 0 })}<span>${title.name}<b>${title.price}</b></span></a></li>`
}
