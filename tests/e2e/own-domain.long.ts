/** A fan's own domain in a browser that is told where it is: added, proven, visited, let go. */
import { type Browser as Chromium, chromium, type Page } from "playwright"
import { verifyDomain } from "#lib/pages/verify-domain.ts"
import { findBrowser } from "../support/browser.ts"
import { outsideWith } from "../support/outside.ts"
import { patiently } from "../support/patience.ts"
import { putButtonOnSite, USER_AGENT } from "../support/person-steps.ts"
import { type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { inDatabaseOf } from "../support/world-database.ts"
import { complaintsOf } from "./complaints.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const SLUG = `own-door-${STAMP}`
const DOMAIN = `fans-${STAMP}.example`
const WORDS = `Behind my own door ${STAMP}`
/** Every web process looks for new domains every five seconds. */
const A_FEW_SECONDS = { timeout: patiently(12_000) }

/** A browser for which the domain's DNS leads to this machine. */
async function launchMapped(): Promise<Chromium> {
  const { executablePath, args } = await findBrowser()
  return chromium.launch({ executablePath, args: [...args, `--host-resolver-rules=MAP ${DOMAIN} 127.0.0.1`] })
}

/** What "Check now" does, with a DNS in which the fan has set the record that the desk named. */
async function checkWith(fanfare: RunningFanfare, owner: { email: string; siteId: string }, record: string[]) {
  const [name, value] = record
  const outside = outsideWith({ txt: async (asked) => (asked === name ? [[value!]] : []) })
  return inDatabaseOf(fanfare, async ({ db, pool }) => {
    const { rows } = await pool.query('select id, email, roles from "user" where email = $1', [owner.email])
    const [{ id: userId, email, roles }] = rows
    const deps = { db, clock: { now: () => new Date() }, outside }
    const siteId = owner.siteId as Parameters<typeof verifyDomain>[1]["siteId"]
    return verifyDomain(deps, { actor: { userId, email, roles }, siteId, domain: DOMAIN })
  })
}

async function openAddress(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/page`)
  await page.getByRole("button", { name: "Address", exact: true }).click()
}

test("a domain is added, proven, visited as the fan's own page, and let go", async ({ world: { fanfare } }) => {
  test.setTimeout(patiently(180_000))
  const email = `own-door-${STAMP}@people.example`
  const browser = await launchMapped()
  const fan = await (
    await browser.newContext({ userAgent: USER_AGENT, viewport: { width: 1280, height: 800 } })
  ).newPage()
  const reader = await browser.newContext({ userAgent: USER_AGENT })
  const own = new URL(fanfare.url)
  own.hostname = DOMAIN
  const ask = (path: string) =>
    reader.request.get(`${fanfare.url}${path}`, { headers: { host: own.host }, maxRedirects: 0 })

  await signUp(fan, fanfare, { email, as: "fan" })
  await fan.goto(`${fanfare.url}/store`)
  const title = await fan.getByRole("article").first().getByRole("heading").innerText()
  const code = await putButtonOnSite(fan, fanfare, { name: WORDS, slug: SLUG, url: "https://door.example", title })
  await fan.goto(`${fanfare.url}/dashboard/sites`)
  await fan.getByRole("link", { name: WORDS }).first().click()
  await fan.waitForURL(/\/dashboard\/sites\/\w+/)
  const site = fan.url()
  await fan.getByRole("link", { name: "Build the page" }).click()
  await fan.locator("[data-template]").first().click()
  await fan.getByRole("button", { name: "Publish", exact: true }).click()
  await fan.getByRole("dialog", { name: "Your page is out" }).waitFor()

  const record = await test.step("added, it tells the two records to set, and shows nothing yet", async () => {
    await openAddress(fan, site)
    await fan.getByLabel("A domain of your own").fill("fan fare:80")
    await fan.getByRole("button", { name: "Add the domain" }).click()
    await expect(fan.getByText("A domain is a name such as games.example: no port, no spaces.")).toBeVisible()
    await fan.getByLabel("A domain of your own").fill(`https://${DOMAIN.toUpperCase()}/`)
    await fan.getByRole("button", { name: "Add the domain" }).click()
    await expect(fan.getByText("not proven yet")).toBeVisible()
    expect(await fan.getByLabel("CNAME leads to").inputValue()).toBe(new URL(fanfare.url).hostname)
    expect(await (await ask("/")).text()).not.toContain(WORDS)
    const name = await fan.getByLabel("Name of the TXT record").inputValue()
    return [name, await fan.getByLabel("Value of the TXT record").inputValue()]
  })
  await test.step("a record that says something else proves nothing", async () => {
    const owner = { email, siteId: site.split("/").at(-1)! }
    expect(await checkWith(fanfare, owner, [record[0]!, "fanfare-site=another"])).toMatchObject({ verified: false })
    expect(await checkWith(fanfare, owner, record)).toEqual({ verified: true, error: null })
    await openAddress(fan, site)
    await expect(fan.getByText("proven", { exact: true })).toBeVisible()
  })
  await test.step("a visitor sees the page there, and its button earns for the fan", async () => {
    await expect.poll(async () => (await ask("/")).text(), A_FEW_SECONDS).toContain(WORDS)
    const complaints = complaintsOf(reader)
    const page = await reader.newPage()
    await page.goto(own.href)
    expect(new URL(page.url()).host).toBe(own.host)
    await expect(page).toHaveTitle(new RegExp(WORDS))
    expect(await page.locator("link[rel=canonical]").getAttribute("href")).toContain(`//${DOMAIN}`)
    const button = page.locator(`a[href*="/r/${code}"]`).first()
    await button.click()
    await page.waitForURL(/\/titles\//)
    expect(new URL(page.url()).origin).toBe(fanfare.url)
    expect(complaints).toEqual([])
  })
  await test.step("its feed is there; our own pages are not, and nobody signs in under a stranger's name", async () => {
    expect((await ask("/feed.xml")).headers()["content-type"]).toMatch(/xml/)
    for (const path of ["/sign-in", "/dashboard", "/store?q=a"]) {
      const answer = await ask(path)
      expect([answer.status(), answer.headers().location]).toEqual([302, `${fanfare.url}${path}`])
    }
  })
  await test.step("taken off, it shows the page no more", async () => {
    await fan.getByRole("button", { name: "Take it off" }).click()
    await expect(fan.getByText("proven", { exact: true })).toHaveCount(0)
    await expect.poll(async () => (await ask("/")).text(), A_FEW_SECONDS).not.toContain(WORDS)
  })
  await browser.close()
})
