/** A page built on a phone: a block is added, its picture comes from the phone, and the page is out. */
import sharp from "sharp"
import { patiently } from "../support/patience.ts"
import { USER_AGENT } from "../support/person-steps.ts"
import { corners } from "../support/pictures.ts"
import { signUp } from "../support/running-fanfare.ts"
import { complaintsOf } from "./complaints.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const SLUG = `pocket-${STAMP}`
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, userAgent: USER_AGENT }
const SHOWN = "Four bright corners"

test("on a phone: a block, a picture from the phone, published", async ({ world: { fanfare, browser } }) => {
  test.setTimeout(patiently(180_000))
  const context = await browser.newContext(PHONE)
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  const step = (name: string) =>
    page.getByRole("navigation", { name: "Parts of the editor" }).getByRole("button", { name, exact: true })
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  await test.step("a site, and the editor of its page", async () => {
    await signUp(page, fanfare, { email: `pocket-${STAMP}@people.example`, as: "fan" })
    await page.goto(`${fanfare.url}/dashboard/sites`)
    await page.getByLabel("Name", { exact: true }).fill("Pocket Page")
    await page.getByLabel("Address of your site").fill("https://pocket.example")
    await page.getByLabel("Address of your promo page").fill(SLUG)
    await page.getByRole("button", { name: "Register the site" }).tap()
    await page.waitForURL(/\/dashboard\/sites\/\w+/)
    await page.getByLabel("Show another title").selectOption({ index: 0 })
    await page.getByRole("button", { name: "Show it on this site" }).tap()
    await page.getByRole("link", { name: "Copy its button" }).waitFor()
    await page.getByRole("link", { name: "Build the page" }).tap()
    await page.locator("[data-template]").first().tap()
    await page.getByRole("button", { name: "Add a block" }).waitFor()
    expect(await sideways()).toBe(0)
  })
  await test.step("adds a gallery, and its fields open by themselves", async () => {
    await page.getByRole("button", { name: "Add a block" }).tap()
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Gallery/ })
      .tap()
    await expect(step("Fields")).toHaveAttribute("aria-pressed", "true")
    await page.getByRole("button", { name: "Add: Picture" }).tap()
    await page.getByRole("button", { name: "Choose a picture" }).tap()
  })
  await test.step("the picture comes from the phone, cut square", async () => {
    const chooser = page.getByRole("dialog", { name: "Choose a picture" })
    const picture = await corners(900, 600).jpeg().toBuffer()
    await chooser
      .getByLabel("A picture from your device")
      .setInputFiles({ name: "shelf.jpg", mimeType: "image/jpeg", buffer: picture })
    await chooser.getByText("Square", { exact: true }).tap()
    await chooser.getByLabel("What it shows").fill(SHOWN)
    await chooser.getByRole("button", { name: "Put it on the page" }).tap()
    await expect(chooser).toHaveCount(0)
    await expect(page.locator("[data-entry='0'] img")).toBeVisible()
    await page.locator("[data-entry='0']").getByLabel("Caption").fill(`From my pocket ${STAMP}`)
    expect(await sideways()).toBe(0)
  })
  await test.step("sees it in the preview", async () => {
    await step("Preview").tap()
    const canvas = page.frameLocator(".page-canvas iframe")
    await expect(canvas.getByText(`From my pocket ${STAMP}`)).toBeVisible()
    await expect(canvas.getByRole("img", { name: SHOWN })).toBeVisible()
  })
  await test.step("publishes; everybody sees the picture, square and described", async () => {
    await page.getByRole("button", { name: "Publish", exact: true }).tap()
    const sheet = page.getByRole("dialog", { name: "Your page is out" })
    const address = await sheet.getByLabel("Address of the page").inputValue()
    expect(address).toBe(`${fanfare.url}/s/${SLUG}`)
    await page.goto(address)
    await expect(page.getByText(`From my pocket ${STAMP}`)).toBeVisible()
    const shown = page.getByRole("img", { name: SHOWN })
    await shown.scrollIntoViewIfNeeded()
    await expect(shown).toHaveJSProperty("complete", true)
    const { width, height } = await sharp(
      await (await page.request.get(fanfare.url + (await shown.getAttribute("src")))).body(),
    ).metadata()
    expect([width, height]).toEqual([600, 600])
    expect(await sideways()).toBe(0)
  })
  expect(complaints).toEqual([])
  await context.close()
})
