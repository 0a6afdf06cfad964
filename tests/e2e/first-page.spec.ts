/** A fan who has never seen it: from the landing page to a copied button and a published page, by keyboard alone. */
import { Keyboard } from "../support/keyboard.ts"
import { newVisitor } from "../support/person-steps.ts"
import { linkInMail } from "../support/running-fanfare.ts"
import { complaintsOf } from "./complaints.ts"
import { expect, test } from "./world.ts"

const PASSWORD = "a few words do well"
const CONFIRM_LINK = /https?:\/\/\S+\/confirm\?token=[\w.-]+/
const MOST_MS = 3 * 60_000

test("from the landing page to a copied button and a published page, by keyboard alone", async ({
  world: { fanfare, browser },
}) => {
  test.setTimeout(300_000)
  const context = await newVisitor(browser)
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: fanfare.url })
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  const hand = new Keyboard(page)
  const stamp = Date.now()
  const email = `nora-${stamp}@people.example`
  const button = (name: string | RegExp) => page.getByRole("button", { name })
  const seconds = () => ((Date.now() - stamp) / 1_000).toFixed(1)
  const step = async (name: string, work: () => Promise<unknown>) => {
    await test.step(name, work)
    console.log(`${name}: ${hand.presses} presses, ${hand.tabs} tabs, ${seconds()} s`)
  }

  await step("an account", async () => {
    await page.goto(fanfare.url)
    await hand.press(page.getByRole("link", { name: "Put a button on your blog" }).first())
    await hand.write(page.getByLabel("Name", { exact: true }), "Nora Bell")
    await hand.write(page.getByLabel("E-mail"), email)
    await hand.write(page.getByLabel("Password", { exact: true }), PASSWORD)
    await hand.press()
    await page.waitForURL(/check-your-mail/)
    await page.goto(await linkInMail(fanfare, email, CONFIRM_LINK))
    await hand.press(button("Confirm and sign in"))
  })
  await step("a site and a title", async () => {
    await hand.write(page.getByLabel("What it is called"), `Nora listens ${stamp}`)
    await hand.press(button("I have none yet: make me a page"))
    await hand.press(page.getByRole("form", { name: "Choose a title" }).getByRole("button").first())
  })
  await step("the button is copied", async () => {
    await hand.press(button("Copy the button"))
    await page.getByText("Copied. Paste it into your page.").waitFor()
    const shown = await page.getByLabel("The text to paste").inputValue()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
    expect(Date.now() - stamp).toBeLessThan(MOST_MS)
  })
  await step("the page is begun", async () => {
    await hand.press(page.getByRole("link", { name: "Finish your page" }))
    await hand.press(page.getByRole("link", { name: "Build the page" }))
    await hand.press(page.locator("[data-template]").first())
  })
  await step("the page is published", async () => {
    await hand.press(button("Publish"))
    const sheet = page.getByRole("dialog", { name: "Your page is out" })
    const address = await sheet.getByLabel("Address of the page").inputValue()
    await page.keyboard.press("Escape")
    await expect(sheet).toHaveCount(0)
    await page.goto(address)
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    expect(await page.locator('a[href*="/r/"]').count()).toBeGreaterThan(0)
  })
  expect(complaints).toEqual([])
  await context.close()
})
