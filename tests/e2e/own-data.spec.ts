/** A person and their own data: taken away in one file, asked to be erased, called off again. */
import { readFile } from "node:fs/promises"
import type { Page } from "playwright"
import { patiently } from "../support/patience.ts"
import { newVisitor } from "../support/person-steps.ts"
import { linkInMail, signUp } from "../support/running-fanfare.ts"
import { complaintsOf } from "./complaints.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const EMAIL = `keeper-${STAMP}@people.example`
const SITE = `Keepsakes ${STAMP}`
const ERASE = "Erase my account in seven days"

type Rows = Record<string, unknown>[]

async function downloaded(page: Page): Promise<{ account: string; sections: Record<string, Rows> }> {
  const saved = page.waitForEvent("download")
  await page.getByRole("button", { name: "Download my data" }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/\.json$/)
  return JSON.parse(await readFile(await file.path(), "utf8"))
}

async function askToBeErased(page: Page, password: string): Promise<void> {
  await page.getByLabel("Present password").fill(password)
  await page.getByRole("button", { name: ERASE }).click()
}

test("downloads everything, asks to be erased, and calls it off", async ({ world: { fanfare, browser } }) => {
  test.setTimeout(patiently(120_000))
  const context = await newVisitor(browser)
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  await signUp(page, fanfare, { email: EMAIL, as: "fan" })
  await page.goto(`${fanfare.url}/dashboard/sites`)
  await page.getByLabel("Name", { exact: true }).fill(SITE)
  await page.getByLabel("Address of your site").fill("https://keepsakes.example")
  await page.getByLabel("Address of your promo page").fill(`keepsakes-${STAMP}`)
  await page.getByRole("button", { name: "Register the site" }).click()
  await page.waitForURL(/\/dashboard\/sites\/\w+/)

  await test.step("one file holds what is theirs, nothing that opens the account, nobody else", async () => {
    await page.goto(`${fanfare.url}/settings`)
    await page.getByRole("main").getByRole("link", { name: "Open your data" }).click()
    await page.waitForURL(/\/settings\/data/)
    const { account, sections } = await downloaded(page)
    const told = JSON.stringify(sections)
    expect(account).toMatch(/^usr_/)
    expect(sections.site).toMatchObject([{ name: SITE }])
    expect(told).toContain(EMAIL)
    expect(told).not.toMatch(/argon2|password_hash/)
    const emails = told.match(/[\w.-]+@people\.example/g)
    expect(new Set(emails)).toEqual(new Set([EMAIL]))
  })

  await test.step("a wrong password asks for nothing", async () => {
    await askToBeErased(page, "these are not the words")
    await expect(page.getByText("This is not your present password.")).toBeVisible()
    await expect(page.getByLabel("Present password")).toHaveAttribute("aria-invalid", "true")
  })

  await test.step("with the right one it waits for seven days, and is mailed", async () => {
    await expect(page.getByText("One page and its pictures go; its address answers no more.")).toBeVisible()
    await askToBeErased(page, "a few words do well")
    await expect(page.getByText(/^Your account will be erased on /)).toBeVisible()
    await expect(page.getByRole("button", { name: ERASE })).toHaveCount(0)
    await page.goto(await linkInMail(fanfare, EMAIL, /https?:\/\/\S+\/settings\/data\S*/))
    await expect(page.getByText(/^Your account will be erased on /)).toBeVisible()
  })

  await test.step("called off, everything is as it was, and the mail says so", async () => {
    await page.getByRole("button", { name: "Keep my account" }).click()
    await expect(page.getByRole("button", { name: ERASE })).toBeVisible()
    await page.reload()
    await expect(page.getByText(/^Your account will be erased on /)).toHaveCount(0)
    await expect(page.getByRole("button", { name: ERASE })).toBeVisible()
    await expect.poll(() => subjectsTo(fanfare.mailboxUrl, EMAIL)).toContain("Your account stays")
    expect((await fetch(`${fanfare.url}/s/keepsakes-${STAMP}`)).status).toBe(200)
  })
  expect(complaints).toEqual([])
  await context.close()
})

async function subjectsTo(mailboxUrl: string, email: string): Promise<string[]> {
  const answer = await fetch(`${mailboxUrl}/api/messages?to=${encodeURIComponent(email)}`)
  return ((await answer.json()) as { messages: { subject: string }[] }).messages.map(({ subject }) => subject)
}
