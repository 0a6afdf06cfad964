/** Looks at one page as people with different screens do: nothing runs off the side, nothing complains, everybody can use it. */
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright"

const WIDTHS = [390, 1280] as const
const SCHEMES = ["light", "dark"] as const
const HEIGHT = 844
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
/** The mailbox shows a mail in a frame without scripts: nothing can be asked in there, and the asking would never end. */
const CLOSED_FRAME = 'iframe[sandbox]:not([sandbox*="allow-scripts"])'
/** Set by `npm run screenshots`. */
const PICTURES = process.env.FANFARE_SCREENSHOTS

/** What is wrong with the page at `url`, one sentence each; empty when all is well. */
export async function lookAt(page: Page, name: string, url: string, expectedStatus = 200): Promise<string[]> {
  const complaints: string[] = []
  const complain = (text: string) => complaints.push(`${name}: ${text}`)
  page.on("console", (message) => {
    // The browser itself reports a page that answers 404, also when it should.
    if (message.type() === "error" && expectedStatus === 200) complain(`console: ${message.text()}`)
  })
  page.on("pageerror", (error) => complain(`uncaught: ${error.message}`))
  await page.emulateMedia({ reducedMotion: "reduce" })
  const answer = await page.goto(url)
  if (answer && answer.status() !== expectedStatus) complain(`answered ${answer.status()}`)
  if (new URL(page.url()).pathname !== new URL(url).pathname) complain(`led to ${page.url()}`)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT })
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      await settled(page)
      for (const problem of await problemsOf(page)) complain(`${width} ${colorScheme}: ${problem}`)
      if (PICTURES) await picture(page, `${name}-${width}-${colorScheme}`)
    }
  }
  page.removeAllListeners("console")
  page.removeAllListeners("pageerror")
  return complaints
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

async function problemsOf(page: Page): Promise<string[]> {
  const overflow = await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1)
    const named = wide.slice(0, 3).map((e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}">`)
    return [`runs off the side by ${document.documentElement.scrollWidth - width}: ${named.join(" ")}`]
  })
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).exclude(CLOSED_FRAME).analyze()
  const unusable = violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(" ")} ${n.failureSummary}`)[0]}`,
  )
  return [...overflow, ...unusable]
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = join(import.meta.dirname, "../../screenshots")
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** The first address on the page at `url` that looks like `shape`; throws when there is none. */
export async function firstLink(page: Page, url: string, shape: RegExp): Promise<string> {
  await page.goto(url)
  const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))
  const found = links.find((href) => shape.test(new URL(href).pathname))
  if (!found) throw new Error(`${url} leads to no ${shape}`)
  return found
}
