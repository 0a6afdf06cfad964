/** The sample world's tour: one sale from a stranger's blog to money in a fan's PayPal, each step a real page. */
import { type Html, html } from "../plain/html.ts"
import type { LandingView } from "./landing-view.ts"

export function walk({ t, sample }: LandingView): Html | null {
  if (!sample) return null
  const steps: (readonly [string, string, string])[] = [
    [
      sample.blogUrl,
      t("A stranger’s blog"),
      t("Press the button in one of the posts. The click is stored before you are sent on."),
    ],
    [
      "/sign-in",
      t("Be a buyer"),
      t("A buyer needs only an e-mail. The link to sign in arrives in the mailbox beside this."),
    ],
    [sample.mailboxUrl, t("The mailbox"), t("Every mail this world sends ends up here.")],
    [
      "/store",
      t("Buy at the stand-in for PayPal"),
      t("No real money moves. Then watch the download ring fill from carriers and from the origin."),
    ],
    [
      "/operate#time-machine",
      t("Move the clock"),
      t("As the operator: a week settles the carriage, some more and the holds mature, a Monday pays."),
    ],
    [
      "/dashboard",
      t("The fan’s statement"),
      t("Both streams, line by line, with the signed receipts, and the payout."),
    ],
  ]
  return html`<section class="wide walk" id="walk"><div class="read"><h2>${t("Walk one sale")}</h2><p>${t(
    "You are in the sample world. Six steps, each on the real pages; the sign-ins are printed where you started Fanfare.",
  )}</p></div><ol>${steps.map(
    ([href, label, says]) => html`<li><a href="${href}">${label}</a><p>${says}</p></li>`,
  )}</ol></section>`
}
