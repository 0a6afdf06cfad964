/** The store as a buyer meets it: on a phone from the search to the download, without script, and over a broken line. */
import { randomBytes } from "node:crypto"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser as Chromium, Page } from "playwright"
import { patiently } from "../support/patience.ts"
import { newVisitor, signInByMail, USER_AGENT } from "../support/person-steps.ts"
import { makePublishKey, publish, type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { complaintsOf } from "./complaints.ts"
import { lookAt } from "./look-at-page.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now()
const NAME = `Kite Market ${STAMP}`
const SLUG = `kite-market-${STAMP}`
const PRICE = "$4.99"
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, userAgent: USER_AGENT }
/** Two pieces of 256 KiB, and a bit. */
const SIZE_BYTES = 600_011

let fanfare: RunningFanfare
let browser: Chromium
let folder: string

test.describe.configure({ timeout: patiently(180_000) })

test.beforeAll(async ({ world }) => {
  test.setTimeout(patiently(180_000))
  ;({ fanfare, browser } = world)
  folder = await mkdtemp(join(tmpdir(), "fanfare-store-"))
  await writeFile(join(folder, "kites.bin"), randomBytes(SIZE_BYTES))
  const page = await (await newVisitor(browser)).newPage()
  await signUp(page, fanfare, { email: `kite-maker-${STAMP}@example.test`, as: "publisher" })
  const key = await makePublishKey(page, fanfare, "Kite Works")
  await page.context().close()
  const words = ["--title", NAME, "--kind", "assets", "--price", "4.99", "--demo", "timed"]
  await publish(fanfare, key, ["--slug", SLUG, "--version", "1.0", "--full", join(folder, "kites.bin"), ...words])
})

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const receiptOf = (page: Page) => page.getByRole("listitem").filter({ hasText: /ord_\w+/ })

test("a buyer on a phone searches, reads, looks it over, turns back once, pays and downloads", async () => {
  const context = await browser.newContext(PHONE)
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  await test.step("finds it while typing", async () => {
    await page.goto(`${fanfare.url}/store`)
    await page.getByRole("searchbox").pressSequentially(`kite mark`)
    await page.waitForURL(/\/store\?q=kite\+mark$/)
    await expect(
      page
        .getByRole("status")
        .filter({ hasText: "titles for" })
        .or(page.getByText(/^1 title for/)),
    ).toBeVisible()
    await expect(page.getByRole("searchbox")).toBeFocused()
    await page.getByText("Asset packs").tap()
    await page.waitForURL(/kind=assets/)
    await page.getByRole("link", { name: NAME }).tap()
  })
  await test.step("reads what it costs and what the demo is", async () => {
    await expect(page.getByRole("heading", { level: 1, name: NAME })).toBeVisible()
    await expect(page.getByText("No card is asked for")).toBeVisible()
    await expect(page.getByText("600 kB")).toBeVisible()
    await page.getByRole("link", { name: `Buy for ${PRICE}` }).tap()
  })
  await test.step("sees everything before an e-mail is asked for, and again after it", async () => {
    await expect(page.getByRole("heading", { name: `Where your ${PRICE} goes` })).toBeVisible()
    await page.getByRole("link", { name: "Go on with your e-mail" }).tap()
    await signInByMail(page, fanfare, `kite-buyer-${STAMP}@mail.example`)
    await page.waitForURL(new RegExp(`/checkout/new\\?title=${SLUG}`))
    await expect(page.getByText("You pay")).toBeVisible()
  })
  const pay = page.getByRole("button", { name: `Pay ${PRICE} with PayPal` })
  await test.step("turns back at PayPal and has lost nothing", async () => {
    await pay.tap()
    await page.getByRole("button", { name: /cancel/i }).tap()
    await page.waitForURL(/cancelled=1/)
    await expect(page.getByText("Nothing was charged, and nothing is lost")).toBeVisible()
  })
  await test.step("pays", async () => {
    await pay.tap()
    await page.getByRole("button", { name: `Pay ${PRICE} USD` }).tap()
    await page.waitForURL(new RegExp(`/library/${SLUG}\\?bought=1`))
    await expect(page.getByText(`${NAME} is yours.`)).toBeVisible()
    await expect(receiptOf(page)).toContainText(PRICE)
  })
  await test.step("downloads", async () => {
    await page.getByRole("button", { name: "Download it here" }).tap()
    await expect(page.getByText("all of it on this device")).toBeVisible()
    const saved = page.waitForEvent("download")
    await page.getByRole("button", { name: "Save kites.bin" }).tap()
    const bytes = await readFile(await (await saved).path())
    expect(bytes.equals(await readFile(join(folder, "kites.bin")))).toBe(true)
  })
  await test.step("has it in the library, with its receipt", async () => {
    await page.goto(`${fanfare.url}/library`)
    await expect(page.getByRole("article").filter({ hasText: NAME })).toContainText("Owned")
    await expect(receiptOf(page)).toContainText("Nobody was credited")
  })
  expect(complaints).toEqual([])
  await test.step("every page of it can be used by everybody", async () => {
    const pages = {
      "store-searched": "/store?q=kite",
      "store-nothing": "/store?q=qqqq&kind=film",
      "store-title": `/titles/${SLUG}`,
      "store-owned": `/checkout/new?title=${SLUG}`,
      "store-library": "/library",
    }
    const problems: string[] = []
    for (const [name, path] of Object.entries(pages)) problems.push(...(await lookAt(page, name, fanfare.url + path)))
    expect(problems).toEqual([])
  })
  await context.close()
})

test("without script the catalogue is searched by its form, and the purchase goes through", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, userAgent: USER_AGENT })
  const page = await context.newPage()
  await page.goto(`${fanfare.url}/store`)
  await page.getByRole("searchbox").fill("kite nothing-like-this")
  await page.getByRole("button", { name: "Search" }).click()
  await expect(page.getByText("Nothing matches")).toBeVisible()
  await page.getByRole("searchbox").fill(`kite ${STAMP}`)
  await page.getByLabel("From $").fill("4")
  await page.getByRole("button", { name: "Search" }).click()
  expect(new URL(page.url()).searchParams.get("from")).toBe("4")
  await page.getByRole("link", { name: NAME }).click()
  await page.getByRole("link", { name: `Buy for ${PRICE}` }).click()
  await page.getByRole("link", { name: "Go on with your e-mail" }).click()
  await signInByMail(page, fanfare, `plain-buyer-${STAMP}@mail.example`)
  await page.getByRole("button", { name: `Pay ${PRICE} with PayPal` }).click()
  await page.getByRole("button", { name: `Pay ${PRICE} USD` }).click()
  await expect(page.getByText(`${NAME} is yours.`)).toBeVisible()
  await context.close()
})

test("over a broken line the form says so and stays; pressed again online it pays, and twice is once", async () => {
  const context = await newVisitor(browser)
  const page = await context.newPage()
  await page.goto(`${fanfare.url}/checkout/new?title=${SLUG}`)
  await page.getByRole("link", { name: "Go on with your e-mail" }).click()
  await signInByMail(page, fanfare, `slow-buyer-${STAMP}@mail.example`)
  const pay = page.getByRole("button", { name: `Pay ${PRICE} with PayPal` })
  await pay.waitFor()
  await context.setOffline(true)
  await pay.click()
  await expect(page.getByRole("alert").filter({ hasText: "You are offline" })).toBeVisible()
  await context.setOffline(false)
  const asked: string[] = []
  context.on("request", (request) => request.method() === "POST" && asked.push(request.url()))
  await pay.dblclick()
  await page.waitForURL(/checkoutnow\?token=/)
  expect(asked.filter((url) => url.includes("/checkout/new"))).toHaveLength(1)
  await context.close()
})
