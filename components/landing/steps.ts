/** The three steps, each with a picture of the page on which it happens. */
import { type Html, html } from "../plain/html.ts"
import type { LandingView } from "./landing-view.ts"

/** `npm run landing-pictures` takes them from the running product, light and dark. */
export const STEP_PICTURES = { names: ["button", "stock", "earn"], width: 720, height: 520 } as const

type Step = { picture: (typeof STEP_PICTURES.names)[number]; title: string; says: string; alt: string }

export function steps(view: LandingView): Html {
  const { t } = view
  const all: Step[] = [
    {
      picture: "button",
      title: t("Copy a button"),
      says: t(
        "A badge, a card, a script, Markdown or BBCode: it works wherever you may write. It tracks nobody before the click, and says beside it that you earn.",
      ),
      alt: t("The page with a button in several forms, each ready to copy, beside what it will look like."),
    },
    {
      picture: "stock",
      title: t("Stock what you recommend"),
      says: t(
        "A small program for Windows, Linux and macOS keeps a sealed copy and serves pieces of it to buyers. You set the limits for disk and line, and forget about it.",
      ),
      alt: t("The page of a fan’s nodes, with the titles each of them holds."),
    },
    {
      picture: "earn",
      title: t("Watch it arrive"),
      says: t(
        "Clicks, demos, sales and bytes as they happen. Every cent that is not paid yet says why, and until when. On Mondays it goes to PayPal.",
      ),
      alt: t("The fan’s desk with both streams of earnings, and the reasons why some are not paid yet."),
    },
  ]
  return html`<section class="wide steps"><h2>${t("Three steps, and the first takes under three minutes")}</h2><ol>${all.map(
    (step) =>
      html`<li>${view.hasPictures ? html`<div class="screen">${picture(view, step)}</div>` : null}<h3>${step.title}</h3><p>${step.says}</p></li>`,
  )}</ol></section>`
}

/** By the reader's choice, else by the system's. */
function picture({ theme }: LandingView, { picture: name, alt }: Step): Html {
  const at = (scheme: "light" | "dark") => `/landing/${name}-${scheme}.webp`
  const image = html`<img src="${at(theme === "dark" ? "dark" : "light")}" alt="${alt}" width="${STEP_PICTURES.width}" height="${STEP_PICTURES.height}" loading="lazy" decoding="async">`
  if (theme !== "system") return image
  return html`<picture><source media="(prefers-color-scheme:dark)" srcset="${at("dark")}">${image}</picture>`
}
