/** A fan's own page in small: its real name, words and covers, and the way to it. */
import { type Html, html } from "../plain/html.ts"
import { coverImage } from "./cover.ts"
import type { CoverView, LandingView } from "./landing-view.ts"

const WORDS_SHOWN = 180

export function examplePage({ t, example, publicUrl }: LandingView): Html | null {
  if (!example) return null
  const address = `${new URL(publicUrl).host}/s/${example.slug}`
  return html`<section class="wide own"><div class="read"><h2>${t("No blog yet? Have a page of your own")}</h2><p>${t(
    "Pick the titles you love, write why, choose colours. The page loads in a blink, needs no code, and every button on it is yours. This one belongs to a fan here.",
  )}</p><p class="ways"><a class="button quiet" href="/s/${example.slug}">${t("Visit {name}", { name: example.name })}</a></p></div>
<a class="mini" href="/s/${example.slug}" aria-label="${t("Visit {name}", { name: example.name })}"><span class="bar"><i></i><i></i><i></i><code>${address}</code></span><span class="sheet"><strong>${example.name}</strong><span class="words">${clip(example.words)}</span><span class="shelf">${example.titles.slice(0, 3).map(cover)}</span></span></a></section>`
}

const cover = (title: CoverView): Html =>
  html`<span>${title.hasCover ? coverImage(title, { sizes: "(min-width:720px) 17vw, 30vw", alt: "" }) : null}<b>${title.name}</b></span>`

function clip(words: string): string {
  const line = words.replace(/\s+/g, " ").trim()
  return line.length <= WORDS_SHOWN ? line : `${line.slice(0, WORDS_SHOWN).replace(/\s+\S*$/, "")} …`
}
