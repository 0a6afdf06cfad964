/** A publisher's first sale, all of it in the page: words, price, cover, gallery, release, a larger share, a fan's buyer, and who brought how much. */
import { randomBytes } from "node:crypto"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import type { BrowserContext, Browser as Chromium, Locator, Page } from "playwright"
import sharp from "sharp"
import { browserOf } from "../support/people-of-world.ts"
import { newVisitor, payAsStranger } from "../support/person-steps.ts"
import { corners } from "../support/pictures.ts"
import { type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { complaintsOf } from "./complaints.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now()
const NAME = `Glass Orchard ${STAMP}`
const SLUG = `glass-orchard-${STAMP}`
const FAN = `orchard-fan-${STAMP}`
/** 7.5 % of it instead of the usual 5 %. */
const PRICE = "$7.00"
const REFERRAL = "$0.525"
/** The quarters of the test picture: red and green above, blue and white below; in steps of 100. */
const [RED, GREEN] = ["2,0,0", "0,2,0"]
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

let fanfare: RunningFanfare
let browser: Chromium
let folder: string

test.beforeAll(async ({ world }) => {
  ;({ fanfare, browser } = world)
  folder = await mkdtemp(join(tmpdir(), "fanfare-publisher-"))
  await writeFile(join(folder, "first-tree.bin"), randomBytes(40_009))
  await writeFile(join(folder, "orchard.bin"), randomBytes(300_007))
  await writeFile(join(folder, "corners.png"), await corners(1_600, 1_200).png().toBuffer())
  await writeFile(join(folder, "whole.png"), await corners(480, 320).png().toBuffer())
})

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole("button", { name, exact: true })
const at = (page: string) => `${fanfare.url}/publish/${SLUG}${page}`
const section = (page: Page, name: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true, level: 2 }) })

test("a publisher shows, prices and uploads a title, adds to the fans' share, and sees the sale: by whom, and how much", async () => {
  test.setTimeout(240_000)
  const context = await newVisitor(browser)
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  await test.step("sets up a desk and adds a title, its price written with a comma", () => addTitle(page))
  await test.step("cuts a cover by keyboard", () => cutCover(page))
  await test.step("cuts a picture for the gallery by mouse, adds another, and changes their order by keyboard", () =>
    fillGallery(page))
  await test.step("uploads a release in the page", () => uploadRelease(page))
  await test.step("puts it on offer", async () => {
    await page.goto(at(""))
    await button(page, "Put it on offer").click()
    await expect(page.getByText(/^On offer$|^Waits for review$/)).toBeVisible()
    if (await page.getByText("Waits for review").isVisible()) await approve()
  })
  await test.step("gives fans 7.5 % from today on", () => announceShare(page))
  const code = await test.step("a fan reads of it where links are made", makeLink)
  await test.step("a stranger comes through the fan's link and pays", async () => {
    const buyer = await newVisitor(browser)
    const shop = await buyer.newPage()
    await shop.goto(`${fanfare.url}/r/${code}`)
    await shop.waitForURL(new RegExp(`/titles/${SLUG}`))
    await payAsStranger(shop, fanfare, `orchard-buyer-${STAMP}@mail.example`, PRICE)
    await buyer.close()
  })
  await test.step("and the publisher sees the sale, by whom and how much, and when it is paid", () => readSale(page))
  expect(complaints).toEqual([])
  await context.close()
})

async function addTitle(page: Page): Promise<void> {
  await signUp(page, fanfare, { email: `orchard-${STAMP}@example.test`, as: "publisher" })
  await page.goto(`${fanfare.url}/publish`)
  await page.getByLabel("Your publisher name").fill(`Orchard House ${STAMP}`)
  await button(page, "Continue").click()
  await page.waitForURL(/publish\/new/)
  await page.getByLabel("Name", { exact: true }).fill(NAME)
  await page.getByLabel("Tagline").fill("Nothing grows here but light")
  await page.getByLabel("Price in US dollars").fill("7,0,0")
  await button(page, "Add the title").click()
  await expect(page.getByText("Write the price in dollars")).toBeVisible()
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(NAME)
  await page.getByLabel("Price in US dollars").fill("7,00")
  await button(page, "Add the title").click()
  await page.waitForURL(at(""))
  await expect(page.getByText(PRICE)).toBeVisible()
}

async function cutCover(page: Page): Promise<void> {
  await page.goto(at("/edit"))
  const cover = section(page, "Cover")
  await cover.getByLabel("Choose a cover").setInputFiles(join(folder, "corners.png"))
  await cover.getByRole("radio", { name: "1:1" }).press("Space")
  await cover.getByRole("slider", { name: "Closer" }).press("End")
  await cover.getByRole("slider", { name: "From left to right" }).press("End")
  await cover.getByRole("slider", { name: "From top to bottom" }).press("Home")
  expect(await barriers(page)).toEqual([])
  await button(cover, "Use it as the cover").press("Enter")
  await expect(cover.getByText("The picture is in place.")).toBeVisible()
  expect(await pictureIn(cover.getByRole("img", { name: `Cover of ${NAME}` }))).toEqual({
    size: "300x300",
    colour: GREEN,
  })
}

async function fillGallery(page: Page): Promise<void> {
  const gallery = section(page, "Gallery")
  const input = gallery.getByLabel("One more picture")
  const add = button(gallery, "Add it to the gallery")
  await input.setInputFiles(join(folder, "corners.png"))
  await gallery.getByRole("slider", { name: "Closer" }).press("End")
  for (let i = 0; i < 3; i++)
    await drag(page, gallery.getByRole("img", { name: "How the picture will be cut" }).locator(".."))
  await add.click()
  const shown = gallery.getByRole("listitem")
  await expect(shown).toHaveCount(1)
  expect(await pictureIn(shown.locator("img"))).toEqual({ size: "400x300", colour: RED })
  await input.setInputFiles(join(folder, "whole.png"))
  await add.click()
  await expect(shown).toHaveCount(2)
  await shown.nth(1).getByLabel("What it shows").fill("Four panes of glass")
  await shown.nth(1).getByLabel("What it shows").press("Enter")
  await expect(shown.nth(1).getByText("Saved.")).toBeVisible()
  await button(gallery, "Move picture 2 earlier").press("Enter")
  await expect(shown.nth(0).getByRole("img", { name: "Four panes of glass" })).toBeVisible()
  await page.reload()
  await expect(shown.nth(0).getByRole("img", { name: "Four panes of glass" })).toBeVisible()
}

/** From the middle of the picture to the right and down by more than half of it: what is kept moves to the other corner. */
async function drag(page: Page, frame: Locator): Promise<void> {
  await frame.scrollIntoViewIfNeeded()
  const box = (await frame.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.9, { steps: 4 })
  await page.mouse.up()
}

/** What the server made of it: its size, and the colour of its first pixel. */
async function pictureIn(image: Locator): Promise<{ size: string; colour: string }> {
  await expect(image).toHaveJSProperty("complete", true)
  const src = (await image.getAttribute("src"))!
  const made = sharp(await (await image.page().request.get(fanfare.url + src)).body())
  const { width, height } = await made.metadata()
  const pixel = await made.extract({ left: 5, top: 5, width: 1, height: 1 }).removeAlpha().raw().toBuffer()
  return { size: `${width}x${height}`, colour: [...pixel].map((value) => Math.round(value / 100)).join() }
}

async function uploadRelease(page: Page): Promise<void> {
  await page.goto(at("/release"))
  await expect(button(page, "Upload")).toBeDisabled()
  await page.getByLabel("Trial part: single files").setInputFiles(join(folder, "first-tree.bin"))
  await page.getByLabel("Full part: single files").setInputFiles(join(folder, "orchard.bin"))
  await button(page, "Upload").click()
  await expect(page.getByText("Version 1.0 is published")).toBeVisible({ timeout: 60_000 })
}

async function announceShare(page: Page): Promise<void> {
  await page.goto(at("/terms"))
  const begins = page.getByLabel("First day")
  await page.getByLabel("Fans get, in percent").fill("3")
  await begins.fill((await begins.getAttribute("min"))!)
  await button(page, "Announce it").click()
  await expect(page.getByText("Give more than the usual 5 %")).toBeVisible()
  await page.getByLabel("Fans get, in percent").fill("7,5")
  await button(page, "Announce it").click()
  await expect(page.getByText("holds now")).toBeVisible()
  await expect(page.getByText(REFERRAL)).toBeVisible()
}

async function makeLink(): Promise<string> {
  const fan = await (await newVisitor(browser)).newPage()
  await signUp(fan, fanfare, { email: `${FAN}@people.example`, as: "fan" })
  await fan.goto(`${fanfare.url}/store?q=${encodeURIComponent(NAME)}`)
  await expect(fan.getByRole("article").filter({ hasText: NAME })).toContainText(`${REFERRAL} for you`)
  await fan.goto(`${fanfare.url}/dashboard/links`)
  const form = fan.getByRole("form", { name: "Make a link" })
  await form.getByLabel("Title").selectOption({ label: NAME })
  await button(fan, "Make the link").click()
  await fan.waitForURL(/\/dashboard\/links\/\w+/)
  const link = await fan.getByLabel("The link itself").inputValue()
  await fan.goto(`${fanfare.url}/dashboard/links`)
  await expect(fan.getByRole("row").filter({ hasText: NAME })).toContainText(/7\.5\s%\suntil/)
  await fan.context().close()
  return link.slice(link.lastIndexOf("/") + 1)
}

async function readSale(page: Page): Promise<void> {
  for (const path of [at("/sales"), `${fanfare.url}/publish/sales`]) {
    await page.goto(path)
    const row = page.getByRole("region", { name: "Sales by fan" }).locator("tbody tr")
    await expect(row).toHaveCount(1)
    for (const words of [FAN, PRICE, REFERRAL]) await expect(row).toContainText(words)
  }
  await page.goto(`${fanfare.url}/publish/payouts`)
  await expect(page.getByRole("region", { name: "Sales on hold" }).locator("tbody tr")).toContainText(NAME)
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.map((v) => `${v.id}: ${v.nodes[0]?.target.join(" ")} ${v.nodes[0]?.failureSummary}`)
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
