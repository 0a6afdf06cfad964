/** A publisher's first sale, all of it in the page: upload, price, review, a fan's buyer, and who brought how much. */
import { randomBytes } from "node:crypto"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BrowserContext, Browser as Chromium, Page } from "playwright"
import { expect, test } from "playwright/test"
import { browserOf } from "../support/people-of-world.ts"
import { launchBrowser, newVisitor, payAsStranger } from "../support/person-steps.ts"
import { type RunningFanfare, signUp, startFanfare } from "../support/running-fanfare.ts"
import { complaintsOf } from "./complaints.ts"

const STAMP = Date.now()
const NAME = `Glass Orchard ${STAMP}`
const SLUG = `glass-orchard-${STAMP}`
/** $7.00, of which a fan's referral is 5 % unless a title says otherwise. */
const PRICE = "$7.00"
const REFERRAL = "$0.35"

let fanfare: RunningFanfare
let browser: Chromium
let folder: string

test.beforeAll(async () => {
  fanfare = await startFanfare()
  browser = await launchBrowser()
  folder = await mkdtemp(join(tmpdir(), "fanfare-publisher-"))
  await writeFile(join(folder, "orchard.bin"), randomBytes(300_007))
})

test.afterAll(async () => {
  await browser?.close()
  await fanfare?.stop()
  await rm(folder, { recursive: true, force: true })
})

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true })

test("a publisher uploads, prices, is reviewed where that is on, and sees the sale: by whom, and how much", async () => {
  test.setTimeout(240_000)
  const context = await newVisitor(browser)
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  await test.step("sets up a desk and announces a title with its price", async () => {
    await signUp(page, fanfare, { email: `orchard-${STAMP}@example.test`, as: "publisher" })
    await page.goto(`${fanfare.url}/publish`)
    await page.getByRole("textbox").first().fill(`Orchard House ${STAMP}`)
    await page.locator("main form button[type=submit]").click()
    await page.waitForURL(/publish\/new/)
    await page.getByLabel("Name", { exact: true }).fill(NAME)
    await page.getByLabel("Price in US dollars").fill("7.00")
    await page.getByLabel("Demo", { exact: true }).selectOption("none")
    await button(page, "Add the title").click()
    await page.waitForURL(new RegExp(`/publish/${SLUG}`))
  })
  await test.step("uploads a release in the page", async () => {
    await page.goto(`${fanfare.url}/publish/${SLUG}/release`)
    await page.getByLabel("Version", { exact: true }).fill("1.0")
    await page.getByLabel("Full part: single files").setInputFiles(join(folder, "orchard.bin"))
    await button(page, "Upload").click()
    await expect(page.getByText("Version 1.0 is published")).toBeVisible({ timeout: 60_000 })
  })
  await test.step("puts it on offer", async () => {
    await page.goto(`${fanfare.url}/publish/${SLUG}`)
    await button(page, "Put it on offer").click()
    await expect(page.getByText(/^On offer$|^Waits for review$/)).toBeVisible()
    if (await page.getByText("Waits for review", { exact: true }).isVisible()) await approve()
  })
  const code = await test.step("a fan makes a link to it", makeLink)
  await test.step("a stranger comes through the fan's link and pays", async () => {
    const buyer = await newVisitor(browser)
    const shop = await buyer.newPage()
    await shop.goto(`${fanfare.url}/r/${code}`)
    await shop.waitForURL(new RegExp(`/titles/${SLUG}`))
    await payAsStranger(shop, fanfare, `orchard-buyer-${STAMP}@mail.example`, PRICE)
    await buyer.close()
  })
  await test.step("and the publisher sees the sale, by whom and how much", async () => {
    await page.goto(`${fanfare.url}/publish/${SLUG}/sales`)
    const row = page.getByRole("region", { name: "Sales by fan" }).locator("tbody tr")
    await expect(row).toHaveCount(1)
    await expect(row).toContainText(PRICE)
    await expect(row).toContainText(REFERRAL)
    await expect(row).toContainText(fanName)
  })
  expect(complaints).toEqual([])
  await context.close()
})

let fanName = ""

async function makeLink(): Promise<string> {
  const fan = await (await newVisitor(browser)).newPage()
  fanName = `orchard-fan-${STAMP}`
  await signUp(fan, fanfare, { email: `${fanName}@people.example`, as: "fan" })
  await fan.goto(`${fanfare.url}/dashboard/links`)
  const form = fan.getByRole("form", { name: "Make a link" })
  await form.getByLabel("Title").selectOption({ label: NAME })
  await button(fan, "Make the link").click()
  await fan.waitForURL(/\/dashboard\/links\/\w+/)
  const link = await fan.getByLabel("The link itself").inputValue()
  await fan.context().close()
  return link.slice(link.lastIndexOf("/") + 1)
}

/** Where review is on, an operator looks it over and approves. */
async function approve(): Promise<void> {
  const desk: BrowserContext = await browserOf(fanfare, browser, "operator")
  const page = await desk.newPage()
  await page.goto(`${fanfare.url}/operate/review`)
  await page.getByRole("link", { name: new RegExp(NAME) }).click()
  await page.locator("summary").filter({ hasText: "Approve" }).click()
  await page.getByRole("form", { name: "Approve" }).getByLabel("Reason").fill("Looked at: an orchard, as it says.")
  await page.getByRole("form", { name: "Approve" }).getByRole("button").click()
  await page.waitForURL(/\/operate\/review$/)
  await desk.close()
}
