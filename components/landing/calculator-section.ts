/** The calculator as a form: it asks the server without a script, and answers while one types with it. */
import { formatMoney } from "../../lib/kernel/format.ts"
import { type Html, html } from "../plain/html.ts"
import { barOf, DEAL_LIMITS, earningsFrom, priceField } from "./calculator.ts"
import type { LandingView } from "./landing-view.ts"

export function calculatorSection(view: LandingView): Html {
  const { t, deal, rates } = view
  const { buyers, carriedPercent } = DEAL_LIMITS
  return html`<section class="band" id="calculator"><div class="wide reckoner"><div><h2>${t("What it would be for you")}</h2><form id="reckon" method="get" action="/#calculator" data-referral="${rates.referralBps}" data-carriage="${rates.carriageBps}">${[
    field({
      name: "price",
      label: t("Price of the title, in dollars"),
      value: priceField(deal.priceCents),
      min: 1,
      max: 100,
      most: 1_000,
      step: "0.01",
    }),
    field({
      name: "buyers",
      label: t("Buyers who come through you"),
      value: String(deal.buyers),
      min: 1,
      max: 200,
      most: buyers.max,
      step: "1",
    }),
    field({
      name: "carry",
      label: t("Percent of their downloads your node carries"),
      value: String(deal.carriedPercent),
      min: 0,
      max: 100,
      most: carriedPercent.max,
      step: "1",
    }),
  ]}<button class="button quiet">${t("Reckon")}</button></form></div>${result(view)}</div></section>`
}

type FieldView = { name: string; label: string; value: string; min: number; max: number; most: number; step: string }

/** The number is the field; the slider beside it moves it, and stays hidden where nothing moves it. */
const field = ({ name, label, value, min, max, most, step }: FieldView): Html =>
  html`<div class="field"><label for="f-${name}">${label}</label><input id="f-${name}" name="${name}" type="number" inputmode="decimal" min="${name === "price" ? "0.01" : min}" max="${most}" step="${step}" value="${value}" required><input type="range" hidden data-for="${name}" aria-label="${label}" min="${min}" max="${max}" step="1" value="${value}"></div>`

function result({ t, deal, rates, holdDays, young, payoutMinimum }: LandingView): Html {
  const earned = earningsFrom(deal, rates)
  const bar = barOf(deal, rates)
  const money = (micros: typeof payoutMinimum) => formatMoney(micros, t.locale)
  return html`<div class="result"><output for="f-price f-buyers f-carry"><span class="sum"><b id="out-together">${money(earned.togetherMicros)}</b><span>${t("for you, both streams together")}</span></span>
<svg viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true"><rect class="s-rest" width="1000" height="40"/><rect id="bar-referral" class="s-referral" height="40" x="0" width="${bar.referral}"/><rect id="bar-carriage" class="s-carriage" height="40" x="${bar.referral}" width="${bar.carriage}"/></svg>
<span class="stream referral"><b id="out-referral">${money(earned.referralMicros)}</b><span>${t("referral, for bringing them")}</span></span><span class="stream carriage"><b id="out-carriage">${money(earned.carriageMicros)}</b><span>${t("carriage, for the bytes your node served")}</span></span></output>
<p class="small">${t(
    "Exact to the millionth of a dollar, as the ledger keeps it. It matures {days} days after the purchase, in an account’s first {first} days {young} days after it, and is paid on the Monday after, from {minimum}; less than that waits for you and is never forfeited.",
    { days: holdDays, first: young.ownerDays, young: young.holdDays, minimum: money(payoutMinimum) },
  )}</p></div>`
}
