/** The calculator while one types: the same arithmetic as the server's, in the page. Without it the form asks the server. */
import { formatMoney } from "../../lib/kernel/format.ts"
import type { Locale } from "../../lib/kernel/messages.ts"
import { barOf, earningsFrom, readDeal } from "./calculator.ts"

const form = document.querySelector<HTMLFormElement>("#reckon")
if (form) start(form)

function start(form: HTMLFormElement): void {
  const { referral, carriage } = form.dataset
  const rates = { referralBps: Number(referral), carriageBps: Number(carriage) }
  const locale = document.documentElement.lang as Locale
  const show = (name: string, text: string) => {
    const place = document.getElementById(`out-${name}`)
    if (place) place.textContent = text
  }
  const widen = (name: string, x: number, width: number) => {
    const bar = document.getElementById(`bar-${name}`)
    bar?.setAttribute("x", String(x))
    bar?.setAttribute("width", String(width))
  }
  const reckon = () => {
    const typed = new FormData(form)
    const read = (name: string) => String(typed.get(name) ?? "")
    const deal = readDeal({ price: read("price"), buyers: read("buyers"), carry: read("carry") })
    const earned = earningsFrom(deal, rates)
    const bar = barOf(deal, rates)
    show("referral", formatMoney(earned.referralMicros, locale))
    show("carriage", formatMoney(earned.carriageMicros, locale))
    show("together", formatMoney(earned.togetherMicros, locale))
    widen("referral", 0, bar.referral)
    widen("carriage", bar.referral, bar.carriage)
  }
  for (const slider of form.querySelectorAll<HTMLInputElement>("input[type=range]")) {
    const field = form.elements.namedItem(slider.dataset.for ?? "") as HTMLInputElement | null
    if (!field) continue
    slider.hidden = false
    slider.value = field.value
    slider.addEventListener("input", () => {
      field.value = slider.value
      reckon()
    })
    field.addEventListener("input", () => {
      slider.value = field.value
    })
  }
  form.addEventListener("input", reckon)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    reckon()
  })
  const button = form.querySelector<HTMLButtonElement>("button")
  if (button) button.hidden = true
}
