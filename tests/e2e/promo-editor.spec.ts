/** A fan builds a page in the browser: by keys alone, in two windows and without a line. */
import { AxeBuilder } from "@axe-core/playwright"
import type { BrowserContext, Browser as Chromium, Page } from "playwright"
import { Keyboard } from "../support/keyboard.ts"
import { USER_AGENT } from "../support/person-steps.ts"
import { type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { moveClock } from "../support/sample-clock.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const SLUG = `paper-lamp-${STAMP}`
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

let fanfare: RunningFanfare
let browser: Chromium
let fan: BrowserContext
/** The site's own page at the desk; the editor lies below it. */
let site: string
/** Whatever a window complained of: console, uncaught errors, what it asked for in vain or elsewhere. */
const complaints: string[] = []
/** While the line is cut on purpose, what fails is no complaint. */
let isCut = false

test.describe.configure({ mode: "serial", timeout: 90_000 })

test.beforeAll(async ({ world }) => {
  ;({ fanfare, browser } = world)
  fan = await browser.newContext({ userAgent: USER_AGENT, viewport: { width: 1280, height: 800 } })
  await fan.grantPermissions(["clipboard-read", "clipboard-write"])
  listen(fan)
  const page = await fan.newPage()
  await signUp(page, fanfare, { email: `lamp-${STAMP}@example.test`, as: "fan" })
  site = await makeSite(page)
  await page.close()
})

test.afterAll(() => fan.close())

test.afterEach(async () => {
  for (const page of fan.pages()) await page.close()
  expect(complaints.splice(0)).toEqual([])
})

function listen(context: BrowserContext): void {
  const complain = (text: string) => isCut || complaints.push(text)
  context.on("console", (message) => message.type() === "error" && complain(`console: ${message.text()}`))
  context.on("weberror", (error) => complain(`uncaught: ${error.error().message}`))
  context.on("response", (answer) => answer.status() >= 400 && complain(`${answer.status()}: ${answer.url()}`))
  context.on("requestfailed", (request) => {
    // A page that is left gives up what it was fetching.
    const why = request.failure()?.errorText ?? ""
    if (why !== "net::ERR_ABORTED") complain(`${why}: ${request.url()}`)
  })
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url())
    if (/^https?:/.test(protocol) && origin !== new URL(fanfare.url).origin)
      complain(`asked elsewhere: ${request.url()}`)
  })
}

async function makeSite(page: Page): Promise<string> {
  await page.goto(`${fanfare.url}/dashboard/sites`)
  await page.getByLabel("Name", { exact: true }).fill("Paper Lamp")
  await page.getByLabel("Address of your site").fill("https://paper-lamp.example")
  await page.getByLabel("Address of your promo page").fill(SLUG)
  await page.getByRole("button", { name: "Register the site" }).click()
  await page.waitForURL(/\/dashboard\/sites\/\w+/)
  const address = page.url()
  const offered = page.getByLabel("Show another title")
  await offered.selectOption({ index: 0 })
  await page.getByRole("button", { name: "Show it on this site" }).click()
  await page.getByRole("link", { name: "Copy its button" }).waitFor()
  return address
}

const openEditor = async (): Promise<Page> => {
  const page = await fan.newPage()
  await page.goto(`${site}/page`)
  await page.getByRole("button", { name: "Add a block" }).waitFor()
  return page
}
const blocks = (page: Page) =>
  page.getByRole("list", { name: "Blocks of the page, from top to bottom" }).getByRole("listitem")
const chooseBlock = (page: Page, name: string | RegExp) =>
  blocks(page).locator("[data-part=choose]").filter({ hasText: name })
const isSaved = (page: Page) => expect(page.locator("[data-save=saved]")).toBeVisible()
const canvas = (page: Page) => page.frameLocator(".page-canvas iframe")
/** The first heading visitors see. */
const publicHeading = async () =>
  /<h1[^>]*>(.*?)<\/h1>/.exec(await (await fetch(`${fanfare.url}/s/${SLUG}`)).text())?.[1]

/** Opens the first block's fields and writes its heading. */
async function writeHeading(page: Page, words: string): Promise<void> {
  await chooseBlock(page, "Opening").first().click()
  await page.getByLabel("Heading").fill(words)
}

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish", exact: true }).click()
  await page.getByRole("dialog", { name: "Your page is out" }).waitFor()
  await page.keyboard.press("Escape")
}

async function usable(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  expect(
    violations.map((v) => `${what}: ${v.id}: ${v.nodes[0]?.target.join(" ")} ${v.nodes[0]?.failureSummary}`),
  ).toEqual([])
}

test("from an empty site to a page in the world and a button in the clipboard, by keys alone", async () => {
  const page = await fan.newPage()
  const hand = new Keyboard(page)
  await page.goto(site)
  await hand.press(page.getByRole("link", { name: "Build the page" }))
  await page.getByRole("heading", { name: "How shall the page of Paper Lamp begin?" }).waitFor()
  await usable(page, "chooser")
  await hand.press(page.locator("[data-template=fanzine]"))
  await page.getByRole("button", { name: "Add a block" }).waitFor()
  await expect(blocks(page).first()).toBeVisible()
  const before = await blocks(page).count()

  await hand.press(page.getByRole("button", { name: "Add a block" }))
  await hand.press(page.getByRole("dialog").getByRole("button", { name: /^Quote/ }))
  await expect(blocks(page)).toHaveCount(before + 1)
  await expect(page.getByLabel("What was said")).toBeFocused()
  await page.keyboard.type(`Lit my whole winter ${STAMP}`)
  await expect(canvas(page).getByText(`Lit my whole winter ${STAMP}`)).toBeVisible()

  const quote = chooseBlock(page, "Quote")
  await hand.go(quote, "Shift+Tab")
  await page.keyboard.press("Alt+ArrowUp")
  await expect(blocks(page).nth(before - 1)).toContainText("Quote")
  await expect(quote).toBeFocused()
  await page.keyboard.press("Delete")
  await expect(blocks(page)).toHaveCount(before)
  await page.keyboard.press("Control+z")
  await expect(blocks(page).nth(before - 1)).toContainText(`Lit my whole winter ${STAMP}`)
  await page.keyboard.press("Control+z")
  await expect(blocks(page).nth(before)).toContainText(`Lit my whole winter ${STAMP}`)
  await page.keyboard.press("Control+y")
  await expect(blocks(page).nth(before - 1)).toContainText(`Lit my whole winter ${STAMP}`)
  await usable(page, "editor")
  await isSaved(page)

  await hand.press(page.getByRole("button", { name: "Publish", exact: true }))
  const sheet = page.getByRole("dialog", { name: "Your page is out" })
  await sheet.waitFor()
  await usable(page, "sheet")
  await hand.press(sheet.getByRole("button", { name: /^Copy Button/ }))
  await expect(sheet.getByText("Copied")).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`${fanfare.url}/r/`)
  await expect(sheet.getByLabel("Address of the page")).toHaveValue(`${fanfare.url}/s/${SLUG}`)
  await page.keyboard.press("Escape")
  await expect(page.locator("[data-part=publish]")).toBeFocused()
  await page.goto(`${fanfare.url}/s/${SLUG}`)
  await expect(page.getByText(`Lit my whole winter ${STAMP}`)).toBeVisible()
})

test("yesterday's page comes back", async () => {
  const page = await openEditor()
  await writeHeading(page, "The lamp of yesterday")
  await publish(page)
  await page.close()
  await moveClock(fanfare, "24h")
  const today = await openEditor()
  await writeHeading(today, "The lamp of today")
  await publish(today)
  expect(await publicHeading()).toBe("The lamp of today")
  await today.getByRole("button", { name: "History" }).click()
  await today.getByRole("button", { name: /^Restore version 2/ }).click()
  await expect(canvas(today).getByRole("heading", { name: "The lamp of yesterday" })).toBeVisible()
  await publish(today)
  expect(await publicHeading()).toBe("The lamp of yesterday")
  await usable(today, "history")
})

test("two windows: the later one is told, and neither's words are lost", async () => {
  const [left, right] = [await openEditor(), await openEditor()]
  await writeHeading(left, "Written on the left")
  await isSaved(left)
  await writeHeading(right, "Written on the right")
  await expect(right.getByRole("alert").filter({ hasText: "changed in another window" })).toBeVisible()
  await right.getByRole("button", { name: "Keep what is here" }).click()
  await isSaved(right)
  await expect(canvas(right).getByRole("heading", { name: "Written on the right" })).toBeVisible()
  await right.getByRole("button", { name: "Undo" }).click()
  await expect(canvas(right).getByRole("heading", { name: "Written on the left" })).toBeVisible()
  await right.getByRole("button", { name: "Redo" }).click()
  await expect(canvas(right).getByRole("heading", { name: "Written on the right" })).toBeVisible()
  await isSaved(right)
  await writeHeading(left, "Left again")
  await left.getByRole("button", { name: "Take the other one" }).click()
  await expect(canvas(left).getByRole("heading", { name: "Written on the right" })).toBeVisible()
  await left.getByRole("button", { name: "Undo" }).click()
  await expect(canvas(left).getByRole("heading", { name: "Left again" })).toBeVisible()
  await isSaved(left)
})

test("without a line one writes on; it is sent when the line is back, and after a crash", async () => {
  const page = await openEditor()
  isCut = true
  await fan.setOffline(true)
  await writeHeading(page, "Written in a tunnel")
  await expect(page.getByText("No connection. Kept in this browser, sent when it is back.")).toBeVisible()
  await fan.setOffline(false)
  await isSaved(page)
  await page.reload()
  await expect(page.getByLabel("Width of the preview").or(page.locator("[data-save]")).first()).toBeVisible()
  await expect(canvas(page).getByRole("heading", { name: "Written in a tunnel" })).toBeVisible()

  await fan.setOffline(true)
  await writeHeading(page, "Written before the crash")
  await page.locator("[data-save=away]").waitFor()
  await page.close()
  await fan.setOffline(false)
  const again = await openEditor()
  isCut = false
  await expect(canvas(again).getByRole("heading", { name: "Written before the crash" })).toBeVisible()
  await isSaved(again)
  await publish(again)
  expect(await publicHeading()).toBe("Written before the crash")
})
