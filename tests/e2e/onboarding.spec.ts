/** From the landing page to a copied button: by keyboard alone, counted and timed; and gone on with in another browser. */
import type { Browser as Chromium, Page } from "playwright"
import { Keyboard } from "../support/keyboard.ts"
import { patiently } from "../support/patience.ts"
import { newVisitor } from "../support/person-steps.ts"
import { linkInMail, type RunningFanfare } from "../support/running-fanfare.ts"
import { expect, test } from "./world.ts"

const PASSWORD = "a few words do well"
const CONFIRM_LINK = /https?:\/\/\S+\/confirm\?token=[\w.-]+/
/** The landing page, the form, the mail's link, confirming, the site, the title, the copy. */
const MOST_PRESSES = 7
const MOST_MS = 3 * 60_000

let fanfare: RunningFanfare
let browser: Chromium

test.describe.configure({ timeout: patiently(240_000) })

test.beforeAll(({ world }) => {
  ;({ fanfare, browser } = world)
})

async function makeAccount(page: Page, hand: Keyboard, email: string): Promise<void> {
  await page.goto(fanfare.url)
  await hand.press(page.getByRole("link", { name: "Put a button on your blog" }).first())
  await hand.write(page.getByLabel("Name", { exact: true }), "Ines Moreau")
  await hand.write(page.getByLabel("E-mail"), email)
  await hand.write(page.getByLabel("Password", { exact: true }), PASSWORD)
  await hand.press()
  await page.waitForURL(/check-your-mail/)
}

async function nameSite(page: Page, hand: Keyboard, name: string): Promise<void> {
  await page.getByRole("heading", { name: "Where will people meet your button?" }).waitFor()
  await hand.write(page.getByLabel("What it is called"), name)
  await hand.write(page.getByLabel(/Its address/), "ines.example/blog")
  await hand.press()
  await page.getByRole("heading", { name: "Which one do you tell everybody about?" }).waitFor()
}

test("a stranger copies a button in under three minutes, by keyboard alone", async () => {
  const context = await newVisitor(browser)
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: fanfare.url })
  const page = await context.newPage()
  const hand = new Keyboard(page)
  const email = `ines-${Date.now()}@people.example`
  const began = Date.now()

  await makeAccount(page, hand, email)
  await page.goto(await linkInMail(fanfare, email, CONFIRM_LINK))
  hand.presses++
  await hand.press(page.getByRole("button", { name: "Confirm and sign in" }))
  await nameSite(page, hand, `Ines reads ${Date.now()}`)
  const title = page.getByRole("form", { name: "Choose a title" }).getByRole("button").first()
  await hand.press(title)
  const copy = page.getByRole("button", { name: "Copy the button" })
  await hand.press(copy)
  await page.getByText("Copied. Paste it into your page.").waitFor()
  const took = Date.now() - began

  console.log(`onboarding: ${hand.presses} presses, ${hand.tabs} tabs, ${(took / 1_000).toFixed(1)} s`)
  const shown = await page.getByLabel("The text to paste").inputValue()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
  expect(shown).toContain(`${fanfare.url}/r/`)
  expect(hand.presses).toBeLessThanOrEqual(MOST_PRESSES)
  expect(took).toBeLessThan(MOST_MS)

  await page.getByRole("heading", { name: "That was it. From now on it works for you" }).waitFor()
  await page.goto(`${fanfare.url}/dashboard`)
  const done = page.locator("[data-step][data-done=true]")
  expect(await done.evaluateAll((all) => all.map((step) => (step as HTMLElement).dataset.step))).toEqual([
    "site",
    "copy",
  ])

  // The first visitor: the list fills itself, without a reload.
  const reader = await newVisitor(browser)
  await reader.request.get(/https?:\/\/[^"]+\/r\/\w+/.exec(shown)![0], { maxRedirects: 0 })
  await expect(page.locator("[data-step=click][data-done=true]")).toBeVisible()
  await reader.close()
  await context.close()
})

test("what was begun in one browser goes on in another, and without a script", async () => {
  const desk = await (await newVisitor(browser)).newPage()
  const email = `noe-${Date.now()}@people.example`
  await makeAccount(desk, new Keyboard(desk), email)

  const phone = await (await newVisitor(browser)).newPage()
  await phone.goto(await linkInMail(fanfare, email, CONFIRM_LINK))
  await phone.getByLabel("Password", { exact: true }).fill(PASSWORD)
  await phone.getByRole("button", { name: "Confirm and sign in" }).click()
  await phone.getByLabel("What it is called").fill(`Noe plays ${Date.now()}`)
  await phone.getByRole("button", { name: "I have none yet: make me a page" }).click()
  await phone.getByRole("heading", { name: "Which one do you tell everybody about?" }).waitFor()

  const bare = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await phone.context().storageState(),
  })
  const plain = await bare.newPage()
  await plain.goto(`${fanfare.url}/start`)
  await plain.getByRole("form", { name: "Choose a title" }).getByRole("button").first().click()
  const shown = await plain.getByLabel("The text to paste").inputValue()
  await plain.getByRole("link", { name: "Markdown", exact: true }).click()
  await plain.waitForURL(/form=markdown/)
  await plain.getByRole("button", { name: "Copy the button" }).click()
  await plain.getByRole("heading", { name: "That was it. From now on it works for you" }).waitFor()

  await desk.goto(`${fanfare.url}/sign-in?callbackUrl=%2Fstart`)
  await desk.getByLabel("E-mail").fill(email)
  await desk.getByLabel("Password", { exact: true }).fill(PASSWORD)
  await desk.getByRole("button", { name: "Sign in", exact: true }).click()
  expect(await desk.getByLabel("The text to paste").inputValue()).toBe(shown)
  for (const page of [desk, phone, plain]) await page.context().close()
})
