/** What a cheat can take at most, line by line as the protocol's tests hold it, and the open protocol behind it. */
import { formatMoney, formatShare } from "../../lib/kernel/format.ts"
import { bpsOf, cents, centsToMicros, micros } from "../../lib/kernel/money.ts"
import { type Html, html } from "../plain/html.ts"
import type { LandingView } from "./landing-view.ts"

export function bounds(view: LandingView): Html {
  const { t } = view
  return html`<section class="band"><div class="wide"><div class="read"><h2>${t("The most a cheat can take")}</h2><p>${t(
    "Money for downloads invites false ones. So every payment here is a share of one real, paid purchase: invented bytes make no money, they could only change who gets it. These are the bounds, and a test holds each of them.",
  )}</p></div><table><thead><tr><th scope="col">${t("The trick")}</th><th scope="col">${t("Takes at most")}</th></tr></thead><tbody>${linesOf(
    view,
  ).map(
    ([trick, most, why]) => html`<tr><th scope="row">${trick}</th><td><b>${most}</b><span>${why}</span></td></tr>`,
  )}</tbody></table>${openProtocol(view)}</div></section>`
}

/** 8 MiB of a 1 GiB title of $50.00: a hundred and twenty-eighth of the pool. */
const WINDOW_PART = { bytes: 8n, of: 1_024n, price: cents(5_000) }

function linesOf({ t, rates, holdDays }: LandingView): (readonly [string, string, string])[] {
  const share = (bps: number) => formatShare(bps / 10_000, t.locale)
  const pool = share(rates.carriageBps)
  const both = share(rates.carriageBps + rates.referralBps)
  const windowBps = Number((10_000n * WINDOW_PART.bytes) / WINDOW_PART.of)
  const oneWindow = bpsOf(bpsOf(centsToMicros(WINDOW_PART.price), rates.carriageBps), windowBps)
  const nothing = formatMoney(micros(0), t.locale)
  return [
    [
      t("A buyer whose second node carries the buyer’s own download"),
      pool,
      t(
        "A hidden rebate on a real purchase, never a profit; {both} with a fan site of their own besides. Nothing when we find the relation.",
        { both },
      ),
    ],
    [
      t("A downloader who signs for bytes that were never sent"),
      pool,
      t("The same rebate, and nothing if the origin served it all."),
    ],
    [
      t("A downloader who takes the bytes and refuses to sign"),
      t("one window"),
      t("8 MiB at most, {amount} of a gigabyte that sells for $50.00, and once per account: the node remembers.", {
        amount: formatMoney(oneWindow, t.locale),
      }),
    ],
    [
      t("Fetching everything twice, to push honest nodes out of the count"),
      nothing,
      t("What the origin gave counts once, and only where no receipt came first."),
    ],
    [
      t("Claiming twice, replaying, coming late, sending rubbish, farming demos"),
      nothing,
      t("Receipts are cumulative and signed, and a demo pays nobody before it is bought."),
    ],
    [t("A stolen node key"), nothing, t("Money follows the owner’s account, never the key.")],
    [
      t("Stolen cards"),
      both,
      t("Of each such sale, less what {days} days of holding and a person’s review catch.", { days: holdDays }),
    ],
  ]
}

const openProtocol = ({ t }: LandingView): Html =>
  html`<div class="open"><h3>${t("Nothing to take on trust")}</h3><p>${t(
    "For every byte you are paid for there is a receipt of 104 bytes, signed by whoever downloaded it once the piece proved whole. Every settlement is a signed document. Your statement carries them all, and any machine can reckon it again without asking us.",
  )}</p><p class="ways"><a class="button quiet" href="/protocol">${t("Read the protocol")}</a></p></div>`
