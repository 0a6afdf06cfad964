/** Every embed where it is meant to stand: on a blog of another origin, with and without script, in frames with and without rights. */
import { AxeBuilder } from "@axe-core/playwright"
import { desc, eq } from "drizzle-orm"
import type { BrowserContext, Locator, Page } from "playwright"
import { type Database, openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import { clicks } from "#db/schema/attribution.ts"
import { links } from "#db/schema/fans.ts"
import { newVisitor, USER_AGENT } from "../support/person-steps.ts"
import { ROUTES } from "./routes.ts"
import { everybodyLeaves, expect, test, type World } from "./world.ts"

type Game = { code: string; name: string; hasDemo?: boolean; siteSlug?: string; priceCents?: number }

let world: World
let game: Game
let database: Database

test.beforeAll(async ({ world: found }) => {
  world = found
  const { blogUrl, url, dataDir } = world.fanfare
  const posts = `${blogUrl}/__control/posts`
  const { game: posted } = (await (await fetch(posts)).json()) as { game: Game }
  const card = await (await fetch(`${url}/embed/frame/${posted.code}?as=demo`)).text()
  game = { ...posted, hasDemo: /t=demo/.test(card), siteSlug: "damp-attic" }
  await fetch(posts, { method: "POST", body: JSON.stringify({ game }) })
  const databaseUrl = process.env.DATABASE_URL
  database = openDatabase(databaseUrl ? { url: databaseUrl } : embeddedAddress(dataDir)!)
})

test.afterAll(async () => {
  await database?.close()
  await everybodyLeaves(world)
})

/** How the newest stored click met its link, and whose link it was. */
async function newestClick() {
  const [row] = await database.db
    .select({ trigger: clicks.trigger, code: links.code, flag: clicks.flag, referer: clicks.refererHost })
    .from(clicks)
    .innerJoin(links, eq(links.id, clicks.linkId))
    .orderBy(desc(clicks.at), desc(clicks.id))
    .limit(1)
  return row
}

const clickCookie = async (context: BrowserContext) =>
  (await context.cookies(world.fanfare.url)).find(({ name }) => name === "ff_click")

const visitor = (more: Parameters<typeof world.browser.newContext>[0] = {}) =>
  world.browser.newContext({ userAgent: USER_AGENT, ...more })

/** Presses it; the store comes at the top of this window or of a new one. The cookie comes with the click, not before. */
async function press(page: Page, what: Locator, opens: "here" | "anew"): Promise<Page> {
  await what.waitFor()
  expect(await clickCookie(page.context())).toBeUndefined()
  const anew = opens === "anew" ? page.context().waitForEvent("page") : null
  await what.click()
  const store = anew ? await anew : page
  await store.waitForURL((at) => at.pathname.startsWith("/titles/"), { waitUntil: "commit" })
  expect((await clickCookie(page.context()))?.httpOnly).toBe(true)
  return store
}

async function at(path: string, context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(world.fanfare.blogUrl + path)
  return page
}

const inFrame = (page: Page, part: string) => page.frameLocator(`#${part} iframe`)

test("each form leads to the title, and is kept as what it was", async () => {
  test.setTimeout(90_000)
  const ways: [part: string, trigger: string, opens: "here" | "anew", inside?: true][] = [
    ["badge", "badge", "here"],
    ["button", "button", "here"],
    ["card", "card", "anew", true],
    ["shelf", "shelf", "anew", true],
    ...(game.hasDemo ? [["card-demo", "demo", "anew", true] as const, ["button-demo", "demo", "here"] as const] : []),
  ].map((way) => way as [string, string, "here" | "anew", true?])
  for (const [part, trigger, opens, inside] of ways) {
    const context = await newVisitor(world.browser)
    const page = await at("/kit", context)
    const link = (inside ? inFrame(page, part) : page.locator(`#${part}`)).locator("a[href*='/r/']").first()
    if (!inside) await expect(page.locator(`#${part} small`)).toContainText("I earn from purchases")
    else await expect(inFrame(page, part).locator("small")).toContainText("I earn from purchases")
    if (part === "button") await expect(link.locator("b")).toBeVisible()
    const store = await press(page, link, opens)
    expect(new URL(store.url()).hash).toBe(trigger === "demo" ? "#demo" : "")
    const click = await newestClick()
    expect(click).toMatchObject({ trigger, flag: null, referer: inside ? "localhost" : "127.0.0.1" })
    if (part !== "shelf") expect(click?.code).toBe(game.code)
    await context.close()
  }
})

test("with scripts off the badge stands where the button would be, and leads as well", async () => {
  const context = await visitor({ javaScriptEnabled: false })
  const page = await at("/kit", context)
  const badge = page.locator("#button img")
  await expect(badge).toHaveAttribute("alt", new RegExp(`Get ${game.name}`))
  await press(page, page.locator("#button a"), "here")
  expect(await newestClick()).toMatchObject({ trigger: "button", code: game.code, flag: null })
  await context.close()
})

test("a pasted address becomes a card, and the sandboxed card opens the store at the top", async () => {
  const context = await newVisitor(world.browser)
  const page = await at("/pasted", context)
  const frame = page.locator("#pasted iframe")
  expect(await frame.getAttribute("sandbox")).toBe("allow-scripts")
  const card = inFrame(page, "pasted")
  await expect(card.getByRole("heading", { name: game.name })).toBeVisible()
  await expect(frame).toHaveAttribute("height", "200")
  await press(page, card.getByRole("link"), "here")
  expect(await newestClick()).toMatchObject({ trigger: "oembed", code: game.code, flag: null })
  await context.close()
})

test("by keyboard alone as well: the sandboxed card's link answers Enter", async () => {
  const context = await newVisitor(world.browser)
  const page = await at("/pasted", context)
  const link = inFrame(page, "pasted").getByRole("link")
  await link.focus()
  await page.keyboard.press("Enter")
  await page.waitForURL((address) => address.pathname.startsWith("/titles/"), { waitUntil: "commit" })
  await context.close()
})

/** Runs before anything of the page: what moves, and what a policy refused. */
function watch(): void {
  const seen = { shifts: [] as string[], refused: [] as string[] }
  Object.defineProperty(window, "__seen", { value: seen, enumerable: false })
  addEventListener("securitypolicyviolation", (event) => {
    seen.refused.push(`${event.violatedDirective} ${event.blockedURI}`)
  })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      seen.shifts.push(`${entry.value} at ${entry.startTime}`)
  }).observe({ type: "layout-shift", buffered: true })
}
type Seen = { shifts: string[]; refused: string[] }
const seenBy = (page: Page): Promise<Seen> => page.evaluate(() => (window as unknown as { __seen: Seen }).__seen)

async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 400) {
      scrollTo(0, y)
      await new Promise((wake) => setTimeout(wake, 60))
    }
  })
  await page.waitForLoadState("networkidle")
}

test("nothing moves, each frame is one request, nobody gets a cookie, nothing is left in the page", async () => {
  for (const width of [390, 1280]) {
    const context = await visitor({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    await page.addInitScript(watch)
    const asked: string[] = []
    page.on("request", (request) => {
      if (request.frame() !== page.mainFrame()) asked.push(request.url())
    })
    await page.goto(`${world.fanfare.blogUrl}/kit`)
    await scrollThrough(page)
    await expect(page.locator("#button a").locator("b")).toBeVisible()
    expect(await seenBy(page)).toEqual({ shifts: [], refused: [] })
    const frames = await page.locator("iframe").evaluateAll((all) => all.map((one) => (one as HTMLIFrameElement).src))
    expect(frames.length).toBeGreaterThanOrEqual(4)
    expect([...asked].sort()).toEqual([...frames].sort())
    expect(await context.cookies()).toEqual([])
    expect(await globalsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await context.close()
  }
})

/** Names a page's window has that an empty one has not. */
const globalsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const empty = document.body.appendChild(document.createElement("iframe"))
    const plain = new Set(Object.keys(empty.contentWindow!))
    empty.remove()
    return Object.keys(window).filter((name) => !plain.has(name) && !/^\d+$/.test(name))
  })

test("a strict page lets badge and card in, and the button where it lets our script in", async () => {
  const context = await newVisitor(world.browser)
  const page = await context.newPage()
  await page.addInitScript(watch)
  await page.goto(`${world.fanfare.blogUrl}/strict`)
  await expect(page.locator("#html img")).toHaveJSProperty("complete", true)
  expect(await page.locator("#html img").evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(99)
  await expect(inFrame(page, "iframe").getByRole("heading", { name: game.name })).toBeVisible()
  expect((await seenBy(page)).refused).toEqual([])

  await page.goto(`${world.fanfare.blogUrl}/strict-button`)
  await expect(page.locator("#script b")).toHaveCSS("background-color", "rgb(232, 181, 58)")
  expect((await seenBy(page)).refused).toEqual([])
  await context.close()
})

test("everybody can use them: axe finds nothing on the pages and in their frames", async () => {
  test.setTimeout(90_000)
  for (const [path, colorScheme] of [
    ["/kit", "light"],
    ["/kit", "dark"],
    ["/pasted", "light"],
  ] as const) {
    const context = await visitor({ colorScheme })
    const page = await at(path, context)
    await scrollThrough(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.target}`)).toEqual([])
    await context.close()
  }
})

test("nothing but embeds can be framed", async () => {
  test.setTimeout(120_000)
  const { url } = world.fanfare
  const plain = ROUTES.flatMap(({ at: place, page }) => {
    const path = typeof place === "string" ? place : place === undefined ? page : null
    return path?.startsWith("/") && !path.includes("[") ? [path] : []
  })
  expect(plain.length).toBeGreaterThan(25)
  const paths = [...new Set([...plain, `/r/${game.code}x`, "/embed/none", "/embed.js", "/api/v1/oembed"])]
  const open: string[] = []
  for (const path of paths) {
    const { headers, status } = await fetch(url + path, { redirect: "manual" })
    const policy = headers.get("content-security-policy") ?? ""
    if (status < 300 && !policy.includes("frame-ancestors 'none'")) open.push(`${status} ${path}: ${policy}`)
  }
  expect(open).toEqual([])
  const frame = await fetch(`${url}/embed/frame/${game.code}`)
  expect(frame.headers.get("content-security-policy")).toContain("frame-ancestors *")
  expect(frame.headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin")
})
