/**
 * Looks at one page as people with different screens, languages and eyes do: nothing runs off the side, nothing complains,
 * everybody can use it.
 */
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import type { Page, Response } from "playwright"

const HEIGHT = 844
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
/** The mailbox shows a mail in a frame without scripts: nothing can be asked in there, and the asking would never end. */
const CLOSED_FRAME = 'iframe[sandbox]:not([sandbox*="allow-scripts"])'
/** Set by `npm run screenshots`. */
const PICTURES = process.env.FANFARE_SCREENSHOTS
/** The half of the look that takes longest is for the long run, where people have lived for weeks, and for the pictures. */
const STRAIN = PICTURES !== undefined || process.env.FANFARE_LONG !== undefined

type Sight = { width: number; scheme: "light" | "dark" }
const PHONE_BY_DAY: Sight = { width: 390, scheme: "light" }
const DESK_BY_NIGHT: Sight = { width: 1280, scheme: "dark" }
/** Each width and each scheme in these two; the whole matrix is for the pictures. */
const QUICK = [PHONE_BY_DAY, DESK_BY_NIGHT]
const WHOLE: readonly Sight[] = [
  PHONE_BY_DAY,
  { width: 390, scheme: "dark" },
  { width: 1280, scheme: "light" },
  DESK_BY_NIGHT,
]
/** The narrowest phone and the widest desk we promise. */
const EDGES = [320, 2_560] as const

export type LookOptions = {
  /** 200 unless told. */
  status?: number
  /** Every width in every scheme, for rules and pictures. */
  whole?: boolean
  /** The narrowest and the widest screen, twice the text, right to left, German; only in the long run unless told. */
  strain?: boolean
}

/** What is wrong with the page at `url`, one sentence each; empty when all is well. */
export async function lookAt(page: Page, name: string, url: string, options: LookOptions = {}): Promise<string[]> {
  const { status = 200, whole = PICTURES !== undefined, strain = STRAIN } = options
  const complaints: string[] = []
  const complain = (text: string) => complaints.push(`${name}: ${text}`)
  const stopListening = listen(page, status === 200 ? null : url, complain)
  await page.setViewportSize({ width: PHONE_BY_DAY.width, height: HEIGHT })
  await page.emulateMedia({ colorScheme: PHONE_BY_DAY.scheme, reducedMotion: "reduce" })
  const answer = await page.goto(url)
  if (answer && answer.status() !== status) complain(`answered ${answer.status()}`)
  if (new URL(page.url()).pathname !== new URL(url).pathname) complain(`led to ${page.url()}`)
  for (const sight of whole ? WHOLE : QUICK) {
    const { width, scheme } = sight
    await page.setViewportSize({ width, height: HEIGHT })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" })
    await settled(page)
    const problems = [
      ...(await overflow(page)),
      ...(await cutWords(page)),
      ...(await strays(page)),
      // axe takes longest by far: in the short run it sees the phone by day; the tokens' test knows what night does to colours.
      ...(strain || sight === PHONE_BY_DAY ? await barriers(page) : []),
    ]
    for (const problem of problems) complain(`${width} ${scheme}: ${problem}`)
    if (PICTURES) await picture(page, `${name}-${width}-${scheme}`)
  }
  if (strain) for (const problem of await strains(page)) complain(problem)
  stopListening()
  return complaints
}

/** What the browser itself complains of while the page is looked at; `missing`: an address that is meant to answer 404. */
function listen(page: Page, missing: string | null, complain: (text: string) => void): () => void {
  page.on("console", (message) => {
    // The browser reports a page that answers 404, also when it should.
    const { url } = message.location()
    if (message.type() === "error" && url !== missing) complain(`console: ${message.text()} (${url})`)
  })
  page.on("pageerror", (error) => complain(`uncaught: ${error.message}`))
  page.on("response", (answer: Response) => {
    if (answer.status() >= 400 && answer.url() !== missing) complain(`${answer.status()} for ${answer.url()}`)
  })
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? ""
    // What was still on its way when one went on.
    if (!why.includes("ERR_ABORTED")) complain(`${why} for ${request.url()}`)
  })
  return () => {
    for (const event of ["console", "pageerror", "response", "requestfailed"] as const) page.removeAllListeners(event)
  }
}

/** The page under strain: the narrowest and the widest screen, turned round, twice the text, longer words. */
async function strains(page: Page): Promise<string[]> {
  const found: string[] = []
  const look = async (how: string) => {
    await settled(page)
    for (const problem of [...(await overflow(page)), ...(await cutWords(page))]) found.push(`${how}: ${problem}`)
  }
  for (const width of EDGES) {
    await page.setViewportSize({ width, height: HEIGHT })
    await look(`${width}`)
  }
  await page.setViewportSize({ width: 1_280, height: HEIGHT })
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"))
  await look("text at 200 %")
  await page.evaluate(() => {
    document.documentElement.style.removeProperty("font-size")
    document.documentElement.dir = "rtl"
  })
  for (const width of [390, 1_280]) {
    await page.setViewportSize({ width, height: HEIGHT })
    await look(`right to left, ${width}`)
  }
  await inGerman(page, async () => {
    await look("in German, 1280")
    await page.setViewportSize({ width: 390, height: HEIGHT })
    await look("in German, 390")
  })
  return found
}

/** Loads the page anew for somebody who chose German, and gives the choice back. */
async function inGerman(page: Page, work: () => Promise<void>): Promise<void> {
  if (!page.url().startsWith("http")) return
  const { hostname: domain } = new URL(page.url())
  const cookie = { name: "ff_lang", domain, path: "/" }
  await page.context().addCookies([{ ...cookie, value: "de" }])
  await page.goto(page.url())
  await work()
  await page.context().clearCookies(cookie)
}

/** Fonts are there, pictures too, and no colour is on its way to another. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    const finite = document
      .getAnimations()
      .filter((a) => a.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(finite.map((animation) => animation.finished))
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  })
}

/** Names up to three of the elements that make the page wider than the screen. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll("*")].filter((e) => {
      const { left, right } = e.getBoundingClientRect()
      return document.documentElement.dir === "rtl" ? left < -1 : right > width + 1
    })
    const named = wide.slice(0, 3).map((e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}">`)
    return [`runs off the side by ${document.documentElement.scrollWidth - width}: ${named.join(" ")}`]
  })

/** Up to three texts whose end is hidden by a box around them, with nothing that says there is more. */
const cutWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isBox = (e: Element) => {
      const { overflowX, textOverflow, clipPath } = getComputedStyle(e)
      const hides = overflowX === "hidden" || overflowX === "clip"
      return hides && clipPath === "none" && textOverflow !== "ellipsis" && e.scrollWidth > e.clientWidth + 1
    }
    const range = document.createRange()
    const isCut = (text: Node, box: DOMRect) => {
      range.selectNodeContents(text)
      const { left, right, width } = range.getBoundingClientRect()
      return width > 1 && (right > box.right + 1 || left < box.left - 1)
    }
    const found: string[] = []
    for (const box of document.body.querySelectorAll("*")) {
      if (found.length === 3) break
      if (!box.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !isBox(box)) continue
      const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
      const edges = box.getBoundingClientRect()
      for (let text = texts.nextNode(); text; text = texts.nextNode())
        if (text.textContent?.trim() && isCut(text, edges)) {
          found.push(
            `cut off: "${text.textContent.trim().slice(0, 40)}" in <${box.tagName.toLowerCase()} class="${box.className}">`,
          )
          break
        }
    }
    return found
  })

/** Sheets that lie on the page although nobody opened them. */
const strays = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("[popover]:not(:popover-open), dialog:not([open])")]
      .filter((sheet) => sheet.checkVisibility())
      .map((sheet) => `nobody opened "${sheet.textContent?.trim().slice(0, 40)}", and it shows`),
  )

/** What axe finds against WCAG 2.2 AA, contrast of colours included. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).exclude(CLOSED_FRAME).analyze()
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary}`)[0]}`)
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = join(import.meta.dirname, "../../screenshots")
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
