/** Forms pressed twice, on a slow line, and without one: one thing is made, everything typed stays. Each form by itself: forms.long.ts. */
import type { Browser as Chromium, Page } from "playwright"
import { browserOf } from "../support/people-of-world.ts"
import { newVisitor, USER_AGENT } from "../support/person-steps.ts"
import { linkInMail, type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now()

let fanfare: RunningFanfare
let browser: Chromium

test.describe.configure({ timeout: 300_000 })

test.beforeAll(({ world }) => {
  ;({ fanfare, browser } = world)
})

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })

test("pressed twice, a form makes one thing: an account, a site, a link, a title", async () => {
  const page = await (await newVisitor(browser)).newPage()
  const email = `twice-${STAMP}@people.example`
  await page.goto(`${fanfare.url}/sign-up?as=publisher`)
  await page.getByLabel("Name", { exact: true }).fill("Twice")
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password", { exact: true }).fill("a few words do well")
  await button(page, "Make the account").dblclick()
  await page.waitForURL(/check-your-mail/)
  await page.waitForTimeout(2_000)
  const mails = await fetch(`${fanfare.mailboxUrl}/api/messages?to=${encodeURIComponent(email)}`)
  expect(((await mails.json()) as { messages: unknown[] }).messages).toHaveLength(1)

  const fan = await (await newVisitor(browser)).newPage()
  await signUp(fan, fanfare, { email: `twice-fan-${STAMP}@people.example`, as: "fan" })
  await fan.goto(`${fanfare.url}/dashboard/sites`)
  await fan.getByLabel("Name", { exact: true }).fill(`Twice ${STAMP}`)
  await fan.getByLabel("Address of your site").fill("https://twice.example")
  await fan.getByLabel("Address of your promo page").fill(`twice-${STAMP}`)
  await button(fan, "Register the site").dblclick()
  await fan.waitForURL(/\/dashboard\/sites\/\w+/)
  await fan.goto(`${fanfare.url}/dashboard/sites`)
  await expect(fan.getByRole("heading", { name: `Twice ${STAMP}` })).toHaveCount(1)
  await fan.goto(`${fanfare.url}/dashboard/links`)
  await button(fan, "Make the link").dblclick()
  await fan.waitForURL(/\/dashboard\/links\/\w+/)
  await fan.goto(`${fanfare.url}/dashboard/links`)
  await expect(fan.locator("[data-row]")).toHaveCount(1)

  const maker = await (await newVisitor(browser)).newPage()
  await signUp(maker, fanfare, { email: `twice-maker-${STAMP}@people.example`, as: "publisher" })
  await maker.goto(`${fanfare.url}/publish`)
  await maker.getByRole("textbox").first().fill(`Twice House ${STAMP}`)
  await maker.locator("main form button[type=submit]").dblclick()
  await maker.waitForURL(/publish\/new/)
  await maker.getByLabel("Name", { exact: true }).fill("Two Presses")
  await maker.getByLabel("Price in US dollars").fill("3")
  await button(maker, "Add the title").dblclick()
  await maker.waitForURL(/\/publish\/two-presses/)
  await maker.goto(`${fanfare.url}/publish`)
  await expect(maker.locator("[data-row]")).toHaveCount(1)
  for (const one of [page, fan, maker]) await one.context().close()
})

test("on a slow line a form shows that it is busy; offline it says so and keeps everything; online again it works", async () => {
  const context = await browserOf(fanfare, browser, "fan")
  const page = await context.newPage()
  const words = { name: `Slow ${STAMP}`, url: "https://slow.example", slug: `slow-${STAMP}` }
  await page.goto(`${fanfare.url}/dashboard/sites`)
  await page.waitForTimeout(500)
  await page.getByLabel("Name", { exact: true }).fill(words.name)
  await page.getByLabel("Address of your site").fill(words.url)
  await page.getByLabel("Address of your promo page").fill(words.slug)
  await context.setOffline(true)
  await button(page, "Register the site").click()
  await expect(page.getByRole("alert").filter({ hasText: "You are offline" })).toBeVisible()
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe(words.name)
  expect(await page.getByLabel("Address of your promo page").inputValue()).toBe(words.slug)
  await context.setOffline(false)
  const line = await context.newCDPSession(page)
  await line.send("Network.enable")
  const slow = { offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 }
  await line.send("Network.emulateNetworkConditions", slow)
  const send = page.locator("main form button[type=submit]").filter({ hasText: /Register the site|moment/ })
  await send.click()
  await expect(send).toHaveAttribute("aria-disabled", "true")
  await page.waitForURL(/\/dashboard\/sites\/\w+/)
  await context.close()
})

test("a form that is only a button waits for the line, too", async () => {
  const context = await browserOf(fanfare, browser, "fan")
  const page = await context.newPage()
  await page.goto(`${fanfare.url}/settings`)
  await page.waitForTimeout(500)
  await context.setOffline(true)
  await page.getByRole("main").getByRole("button", { name: "Deutsch" }).click()
  await expect(page.getByText("You are offline.")).toBeVisible()
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible()
  await context.setOffline(false)
  await page.getByRole("main").getByRole("button", { name: "Deutsch" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "de")
  await page.getByRole("main").getByRole("button", { name: "English" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "en")
  await context.close()
})

test("without script an account is made, confirmed by its mail, and gets a new password by another", async ({
  world: { fanfare, browser },
}) => {
  const context = await browser.newContext({ userAgent: USER_AGENT, javaScriptEnabled: false })
  const page = await context.newPage()
  const email = `scriptless-${STAMP}@people.example`
  await signUp(page, fanfare, { email, as: "fan" })
  await expect(page.getByLabel("What it is called")).toBeVisible()
  await page.goto(`${fanfare.url}/reset`)
  await page.getByLabel("E-mail").fill(email)
  await page.locator("main form button[type=submit]").click()
  await page.goto(await linkInMail(fanfare, email, /https?:\/\/\S+\/reset\/new\?token=[\w.-]+/))
  await page.getByLabel("New password", { exact: true }).fill("some other words do well")
  await page.locator("main form button[type=submit]").click()
  await page.waitForURL((url) => !url.pathname.startsWith("/reset"))
  await context.close()
})
