/** One sale as a chart: the price comes in on the left, and four streams leave it, each as thick as its part is. */
import { formatMoney, formatPrice, formatShare } from "../../lib/kernel/format.ts"
import { bpsOf, type Cents, centsToMicros } from "../../lib/kernel/money.ts"
import { type Html, html, raw } from "../plain/html.ts"
import type { LandingView } from "./landing-view.ts"

const WIDTH = 1_000
const HEIGHT = 528
/** The price, drawn: all of it is this thick. */
const WHOLE = 240
/** Heights of the rows the streams arrive in; the list beside them has the same in its style sheet. */
const ROWS = [96, 96, 240, 96] as const
/** Where a stream leaves the trunk and where it has arrived; the curve lies between. */
const LEAVE = 180
const ARRIVE = 900

type Stream = { key: "referral" | "carriage" | "publisher" | "platform"; bps: number; name: string; says: string }

export function streamsOf({ t, rates }: LandingView): readonly Stream[] {
  return [
    {
      key: "referral",
      bps: rates.referralBps,
      name: t("The fan who brought the buyer"),
      says: t("by a button or a link"),
    },
    {
      key: "carriage",
      bps: rates.carriageBps,
      name: t("The fans whose nodes carried it"),
      says: t("shared by verified bytes of this very download"),
    },
    { key: "publisher", bps: rates.publisherBps, name: t("The publisher"), says: t("who made it or brings it out") },
    { key: "platform", bps: rates.platformBps, name: t("Fanfare"), says: t("for running all this") },
  ]
}

/** The picture says nothing the list beside it does not say in words, so it is hidden from screen readers. */
export function streamsChart(view: LandingView, price: Cents): Html {
  const streams = streamsOf(view)
  const total = centsToMicros(price)
  const { t } = view
  return html`<div class="chart"><div class="trunk"><b>${formatPrice(price, t.locale)}</b><span>${t("one sale")}</span></div>
${drawn(streams)}<dl class="parts">${streams.map(
    (s) =>
      html`<div class="part ${s.key}"><dt>${s.name}<small>${s.says}</small></dt><dd><b>${formatMoney(bpsOf(total, s.bps), t.locale)}</b><small>${formatShare(s.bps / 10_000, t.locale)}</small></dd></div>`,
  )}</dl></div>`
}

const drawn = (streams: readonly Stream[]): Html =>
  html`<svg class="streams" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${bandsOf(
    streams,
  ).map(({ key, from, to, thick }) => raw(`<path class="s-${key}" d="${band(from, to, thick)}"/>`))}</svg>`

/** One below the other they make up the price; each arrives in the middle of its row. */
function bandsOf(streams: readonly Stream[]) {
  const all = streams.reduce((sum, s) => sum + s.bps, 0)
  let from = (HEIGHT - WHOLE) / 2
  let top = 0
  return streams.map(({ key, bps }, i) => {
    const thick = (WHOLE * bps) / all
    const at = { key, from, thick, to: top + (ROWS[i]! - thick) / 2 }
    from += thick
    top += ROWS[i]!
    return at
  })
}

function band(from: number, to: number, thick: number): string {
  const bend = (LEAVE + ARRIVE) / 2
  const n = (x: number) => Number(x.toFixed(2))
  return `M0 ${n(from)}H${LEAVE}C${bend} ${n(from)} ${bend} ${n(to)} ${ARRIVE} ${n(to)}H${WIDTH}V${n(to + thick)}H${ARRIVE}C${bend} ${n(to + thick)} ${bend} ${n(from + thick)} ${LEAVE} ${n(from + thick)}H0z`
}
