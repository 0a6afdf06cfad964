/** `/` in front of Next: the page that sells it, as one small document anybody's browser and any cache may keep a minute. */
import { existsSync, readFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { join } from "node:path"
import { readDeal } from "#components/landing/calculator.ts"
import { type LandingAssets, landingPage } from "#components/landing/landing-page.ts"
import type { CoverView, LandingView } from "#components/landing/landing-view.ts"
import { firstFonts, fontFaces } from "#components/plain/fonts.ts"
import { html } from "#components/plain/html.ts"
import { plainPolicy } from "#components/plain/policy.ts"
import { listPublishedTitles, type TitleView } from "#lib/catalog/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { gridFigures } from "#lib/earnings/grid-queries.ts"
import { findExampleSite, type ShownTitle } from "#lib/fans/queries.ts"
import { formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { centsToMicros } from "#lib/kernel/money.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { type FastPath, sendProblem } from "./http.ts"
import { choicesOf, type ReaderChoices } from "./reader-choices.ts"
import { sendDocument } from "./send-document.ts"

type LandingDeps = Pick<Deps, "db" | "clock" | "config">

/** Heartbeats come every 20 s: figures half as old are as true as can be, and a crowd asks the database once. */
const FACTS_FRESH_MS = 10 * SECOND_MS
const COVERS_SHOWN = 6
/** The last that `npm run landing-pictures` makes. */
const PICTURES = "public/landing/earn-dark.webp"
const FAMILIES = ["bricolage", "instrument"] as const

/** `root` is the project's folder; the page's style and script are read from it once. */
export function landingPath(deps: LandingDeps, root: string): FastPath {
  const assets = readAssets(root)
  const policy = plainPolicy(assets)
  const hasPictures = existsSync(join(root, PICTURES))
  const facts = keptFor(FACTS_FRESH_MS, () => readFacts(deps))
  return (req, res) => {
    const [path, typed] = (req.url ?? "").split("?", 2)
    if (path !== "/") return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    answer(req, res, { deps, assets, policy, facts, hasPictures, typed: new URLSearchParams(typed) }).catch((error) =>
      sendProblem(res, error),
    )
    return true
  }
}

type Facts = Awaited<ReturnType<typeof readFacts>>
type Known = {
  deps: LandingDeps
  assets: LandingAssets
  policy: string
  facts: () => Promise<Facts>
  typed: URLSearchParams
  hasPictures: boolean
}

async function answer(req: IncomingMessage, res: ServerResponse, known: Known): Promise<void> {
  const choices = choicesOf(req)
  const view = viewOf(known.deps.config, await known.facts(), choices, known)
  sendDocument(req, res, {
    body: landingPage(view, known.assets),
    policy: known.policy,
    // The page of somebody signed in differs in one link only, but it is theirs: no shared cache keeps it.
    cacheControl: choices.signedIn
      ? "private, max-age=0, must-revalidate"
      : "public, max-age=60, stale-while-revalidate=300",
    vary: "Cookie, Accept-Language",
  })
}

function viewOf(
  config: LandingDeps["config"],
  { figures, titles, example }: Facts,
  { locale, theme, signedIn }: ReaderChoices,
  { typed, hasPictures }: Pick<Known, "typed" | "hasPictures">,
): LandingView {
  const t = wordsOf(locale)
  const { mailboxUrl, blogUrl } = config
  return {
    t,
    theme,
    signedIn,
    publicUrl: config.publicUrl,
    rates: config.rates,
    holdDays: config.holdDays,
    young: { holdDays: config.holdDaysYoungOwner, ownerDays: config.youngOwnerDays },
    payoutMinimum: centsToMicros(config.payoutMinimumCents),
    figures,
    covers: titles.map((title) => toCover(title, t)),
    example: example && { ...example, titles: example.titles.map((title) => toCover(title, t)) },
    deal: readDeal({ price: typed.get("price"), buyers: typed.get("buyers"), carry: typed.get("carry") }),
    hasPictures,
    sample: config.mode === "sample" && mailboxUrl && blogUrl ? { mailboxUrl, blogUrl } : null,
  }
}

async function readFacts({ db, clock }: LandingDeps) {
  const [figures, titles, example] = await Promise.all([
    gridFigures(db, clock.now()),
    listPublishedTitles(db, COVERS_SHOWN),
    findExampleSite(db),
  ])
  return { figures, titles, example }
}

const toCover = ({ slug, name, priceCents, hasCover, cover }: TitleView | ShownTitle, t: Translate): CoverView => ({
  slug,
  name,
  price: priceCents === 0n ? t("Free") : formatPrice(priceCents, t.locale),
  hasCover,
  cover,
})

/** Comments and line ends are for people. */
const tight = (css: string): string => css.replace(/\/\*.*?\*\//gs, "").replace(/\s*\n\s*/g, "")

function readAssets(root: string): LandingAssets {
  const read = (path: string) => readFileSync(join(root, path), "utf8")
  return {
    style: fontFaces(FAMILIES) + tight(read("app/tokens.css") + read("components/landing/landing.css")),
    script: read("public/landing.js").trim(),
    fontLinks: html`${firstFonts(FAMILIES).map(
      (path) => html`<link rel="preload" href="${path}" as="font" type="font/woff2" crossorigin>`,
    )}`,
  }
}

/** One read serves everybody who asks within `ms`; a failed one is not kept. */
function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let last: { until: number; value: Promise<T> } | null = null
  return () => {
    if (last && last.until > Date.now()) return last.value
    const value = read()
    last = { until: Date.now() + ms, value }
    value.catch(() => {
      last = null
    })
    return value
  }
}
