/** The other two who come here: those who publish, and those who carry; and the last word to fans. */
import { formatShare } from "../../lib/kernel/format.ts"
import { type Html, html } from "../plain/html.ts"
import type { LandingView } from "./landing-view.ts"

export function parties({ t, rates }: LandingView): Html {
  const share = (bps: number) => formatShare(bps / 10_000, t.locale)
  return html`<section class="wide parties"><article><h2>${t("You publish")}</h2><p>${t(
    "{share} of the price is yours, less your part of PayPal’s fee. The people who love your work bring the buyers, and what their nodes deliver your origin does not have to: a release of 50 GB stays affordable on its best day. A 30-day demo becomes the full title without a second download.",
    { share: share(rates.publisherBps) },
  )}</p><p class="ways"><a class="button quiet" href="/start?as=publisher">${t("Offer a title")}</a></p></article><article><h2>${t("You have a line to spare")}</h2><p>${t(
    "Pair a machine by a short code, choose what it holds and how much it may send. {share} of every sale it helps to deliver is shared among the nodes that did, byte by byte, and you see each receipt. Without a blog, too.",
    { share: share(rates.carriageBps) },
  )}</p><p class="ways"><a class="button quiet" href="/start?as=carrier">${t("Pair a node")}</a></p></article></section>
<section class="last"><div class="wide"><h2>${t("Somebody made the thing you keep telling people about. Sound the fanfare.")}</h2><p class="ways"><a class="button primary" href="/start">${t("Put a button on your blog")}</a></p></div></section>`
}
