/** The page that sells it, as one document without a framework: style and script stand in it, and their hashes in its policy. */

import { formatPrice, formatShare } from "../../lib/kernel/format.ts"
import { directionOf } from "../../lib/kernel/messages.ts"
import { type Html, html, raw } from "../plain/html.ts"
import { bounds } from "./bounds.ts"
import { FIRST_DEAL } from "./calculator.ts"
import { calculatorSection } from "./calculator-section.ts"
import { examplePage } from "./example-page.ts"
import { landingFoot, landingHead } from "./frame.ts"
import { hero } from "./hero.ts"
import type { LandingView } from "./landing-view.ts"
import { parties } from "./parties.ts"
import { steps } from "./steps.ts"
import { streamsChart } from "./streams.ts"
import { walk } from "./walk.ts"

/** What stands inline: the look's tokens with this page's style, and the calculator; both of our own writing. */
export type LandingAssets = { style: string; script: string; fontLinks: Html | null }

export function landingPage(view: LandingView, { style, script, fontLinks }: LandingAssets): string {
  const { t, theme } = view
  const title = t("Fanfare: paid for bringing people, paid for carrying bits")
  return `<!doctype html>\n${
    html`<html lang="${t.locale}" dir="${directionOf(t.locale)}"${theme === "system" ? null : html` data-theme="${theme}"`}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>${fontLinks}<style>${raw(style)}</style>${meta(view, title)}</head><body>${landingHead(view)}<main id="main">${hero(view)}${walk(view)}${oneSale(view)}${calculatorSection(view)}${steps(view)}${examplePage(view)}${bounds(view)}${parties(view)}</main>${landingFoot(view)}<script>${raw(script)}</script></body></html>`
      .html
  }`
}

function oneSale(view: LandingView): Html {
  const { t, rates } = view
  const price = FIRST_DEAL.priceCents
  return html`<section class="wide sale"><div class="read"><h2>${t("Where {price} goes", { price: formatPrice(price, t.locale) })}</h2><p>${t(
    "The buyer pays the same whether somebody brought them or not. {share} of the price belongs to the fans of the work; publisher and Fanfare bear PayPal’s fee. Without a fan behind the sale nobody is invented: what was carried by nobody stays with the house, and the statement says so.",
    { share: formatShare((rates.referralBps + rates.carriageBps) / 10_000, t.locale) },
  )}</p></div>${streamsChart(view, price)}</section>`
}

function meta({ t, publicUrl }: LandingView, title: string): Html {
  const description = t(
    "Put a button for a game, film or album on your blog, let your machine help to deliver it, and be paid for both: a share for the buyer you brought, a share by the bytes you carried.",
  )
  const data = {
    "@context": "https://schema.org",
    "@graph": [
      {
        "@type": "Organization",
        "@id": `${publicUrl}/#us`,
        name: "Fanfare",
        url: publicUrl,
        logo: `${publicUrl}/icon.svg`,
      },
      {
        "@type": "WebSite",
        "@id": `${publicUrl}/#site`,
        name: "Fanfare",
        url: publicUrl,
        inLanguage: t.locale,
        publisher: { "@id": `${publicUrl}/#us` },
      },
    ],
  }
  return html`<meta name="description" content="${description}"><meta name="theme-color" media="(prefers-color-scheme:light)" content="#fbf8f3"><meta name="theme-color" media="(prefers-color-scheme:dark)" content="#14130f"><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="canonical" href="${publicUrl}/"><meta property="og:type" content="website"><meta property="og:site_name" content="Fanfare"><meta property="og:title" content="${title}"><meta property="og:description" content="${description}"><meta property="og:url" content="${publicUrl}/"><meta property="og:image" content="${publicUrl}/landing/og.png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="${title}"><meta name="twitter:card" content="summary_large_image"><script type="application/ld+json">${raw(jsonInMarkup(data))}</script>`
}

/** Nothing in it can end the script element. */
const jsonInMarkup = (data: unknown): string => JSON.stringify(data).replaceAll("<", "\\u003c")
