/** The story of a link: a fan proves a site in four ways, a sale goes through the fan's code against another's link, and every place tells the same. */
import { randomBytes } from "node:crypto"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser as Chromium, Page } from "playwright"
import { patiently } from "../support/patience.ts"
import { newVisitor, signInByMail } from "../support/person-steps.ts"
import { makePublishKey, publish, type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { moveClock, until } from "../support/sample-clock.ts"
import { openStrangersMachine, type StrangersMachine } from "../support/strangers-machine.ts"
import { PROOF_WAYS, proveBy } from "./four-proofs.ts"
import {
  askApi,
  byFact,
  isSigned,
  type Told,
  toldByApi,
  toldByDesk,
  toldByFigures,
  toldByFiles,
  toldByWebhook,
} from "./told-figures.ts"
import { everybodyLeaves, expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const TITLE = `Paper Lantern ${STAMP}`
const SLUG = `paper-lantern-${STAMP}`
const PRICE = "$7.19"
/** 5 % of it. */
const AMOUNT_MICROS = "359500"
const HOST = `lantern-${STAMP}.example`
const SITE = `Lantern Notes ${STAMP}`
const CODE = `LAMP${STAMP.slice(-6)}`.toUpperCase()
const LINK = `lantern-${STAMP}`
const RIVAL = `rival-${STAMP}`
const PHONE_AGENT =
  "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36"

let fanfare: RunningFanfare
let browser: Chromium
let machine: StrangersMachine
let folder: string
let fan: Page
let siteId: string
let key: string
let secret: string

test.describe.configure({ mode: "serial", timeout: patiently(120_000) })

test.beforeAll(async ({ world }) => {
  test.setTimeout(patiently(180_000))
  ;({ fanfare, browser } = world)
  machine = await openStrangersMachine(fanfare, HOST)
  folder = await mkdtemp(join(tmpdir(), "fanfare-links-"))
  const file = join(folder, "lantern.bin")
  await writeFile(file, randomBytes(300_007))
  const page = await signedUp(`lantern-maker-${STAMP}`, "publisher")
  const publishKey = await makePublishKey(page, fanfare, `Lantern Works ${STAMP}`)
  await page.context().close()
  const words = ["--title", TITLE, "--kind", "assets", "--price", "7.19", "--demo", "timed"]
  await publish(fanfare, publishKey, ["--slug", SLUG, "--version", "1.0", "--full", file, ...words])
})

test.afterAll(async ({ world }) => {
  await everybodyLeaves(world)
  await machine.close()
  await rm(folder, { recursive: true, force: true })
})

async function signedUp(name: string, as: "fan" | "publisher"): Promise<Page> {
  const page = await (await newVisitor(browser)).newPage()
  await signUp(page, fanfare, { email: `${name}@people.example`, as })
  return page
}

/** On the page of links; gives the id of the link. */
async function makeLink(page: Page, wish: { code: string; site?: string; tags?: string; subId?: string }) {
  await page.goto(`${fanfare.url}/dashboard/links`)
  const form = page.getByRole("form", { name: "Make a link" })
  await form.getByLabel("Title").selectOption({ label: TITLE })
  await form.getByLabel("Code").fill(wish.code)
  if (wish.site) await form.getByLabel("Site").selectOption({ label: wish.site })
  if (wish.tags) await form.getByLabel("Tags").fill(wish.tags)
  if (wish.subId) await form.getByLabel("Sub-id").fill(wish.subId)
  await form.getByRole("button", { name: "Make the link" }).click()
  await page.waitForURL(/\/dashboard\/links\/lnk_\w+/)
  await expect(page.getByLabel("The link itself")).toHaveValue(`${fanfare.url}/r/${wish.code}`)
}

test("a fan signs up, makes a link with a code of choice, and proves the site by each way alone", async () => {
  await test.step("signs up and registers the site", async () => {
    fan = await signedUp(`lantern-fan-${STAMP}`, "fan")
    await fan.goto(`${fanfare.url}/dashboard/sites`)
    await fan.getByLabel("Name", { exact: true }).fill(SITE)
    await fan.getByLabel("Address of your site").fill(machine.siteUrl)
    await fan.getByLabel("Address of your promo page").fill(SLUG)
    await fan.getByRole("button", { name: "Register the site" }).click()
    await fan.waitForURL(/\/dashboard\/sites\/sit_\w+/)
    siteId = new URL(fan.url()).pathname.split("/").at(-1)!
  })
  await test.step("makes a link for it", async () => {
    await makeLink(fan, { code: LINK, site: SITE, tags: "blog, winter", subId: "sidebar" })
    await fan.goto(`${fanfare.url}/dashboard/links`)
    await expect(fan.getByRole("row").filter({ hasText: `/r/${LINK}` })).toContainText("winter")
  })
  await fan.goto(`${fanfare.url}/dashboard/sites/${siteId}`)
  await expect(fan.locator("#proof-standing")).toContainText("Not proved")
  const button = `${fanfare.url}/r/${LINK}`
  for (const way of PROOF_WAYS) await test.step(`proves it by: ${way}`, () => proveBy(way, fan, machine, button))
  expect(machine.dns.asked).toContain(`TXT _fanfare.${HOST}`)
})

test("claims a creator code, and lets a program ask and be told", async () => {
  await fan.goto(`${fanfare.url}/dashboard/codes`)
  await fan.getByLabel("Code", { exact: true }).fill(CODE.toLowerCase())
  await fan.getByRole("button", { name: "Claim it" }).click()
  await expect(fan.getByRole("list", { name: "Your codes" })).toContainText(CODE)
  await fan.goto(`${fanfare.url}/settings/keys`)
  await fan.getByLabel("What it is for").fill("spreadsheet")
  for (const scope of ["figures:read", "earnings:read"])
    await fan.locator(`input[name=scopes][value="${scope}"]`).check()
  await fan.getByRole("button", { name: "Make the key" }).click()
  key = await fan.getByLabel("Your new key").inputValue()
  await fan.goto(`${fanfare.url}/settings/webhooks`)
  await fan.getByLabel("Address", { exact: true }).fill(machine.hookUrl)
  for (const event of ["sale.captured", "click.counted"])
    await fan.locator(`input[name=events][value="${event}"]`).check()
  await fan.getByRole("button", { name: "Add the webhook" }).click()
  secret = await fan.getByLabel("Your new secret").inputValue()
})

test("a sale goes through the code although the buyer came by another fan's link", async () => {
  const rival = await signedUp(RIVAL, "fan")
  await makeLink(rival, { code: RIVAL })
  await test.step("readers follow the fan's link", async () => {
    const [desk, phone] = [await newVisitor(browser), await browser.newContext({ userAgent: PHONE_AGENT })]
    await (await desk.newPage()).goto(`${fanfare.url}/r/${LINK}`)
    const onPhone = await phone.newPage()
    for (let times = 1; times <= 2; times++) await onPhone.goto(`${fanfare.url}/r/${LINK}?s=video`)
    await Promise.all([desk.close(), phone.close()])
  })
  const buyer = await (await newVisitor(browser)).newPage()
  await test.step("a buyer follows the other's, and types the code", async () => {
    await buyer.goto(`${fanfare.url}/r/${RIVAL}`)
    await buyer.getByRole("link", { name: `Buy for ${PRICE}` }).click()
    await buyer.getByRole("link", { name: "Go on with your e-mail" }).click()
    await signInByMail(buyer, fanfare, `lantern-buyer-${STAMP}@mail.example`)
    await buyer.getByRole("textbox", { name: "A fan’s code" }).fill(CODE.toLowerCase())
    await buyer.getByRole("button", { name: "Use this code" }).click()
    const conflict = `You came through ${RIVAL}. With this code lantern-fan-${STAMP} is credited instead.`
    await expect(buyer.getByRole("status").filter({ hasText: CODE })).toContainText(conflict)
  })
  await test.step("pays, and owns the title", async () => {
    await buyer.getByRole("button", { name: `Pay ${PRICE} with PayPal` }).click()
    await buyer.getByRole("button", { name: `Pay ${PRICE} USD` }).click()
    await expect(buyer.getByText(`${TITLE} is yours.`)).toBeVisible()
  })
  await test.step("the other fan has nothing of it", async () => {
    await rival.goto(`${fanfare.url}/dashboard`)
    await expect(rival.getByTestId("referral-earned")).toHaveText("$0.00")
    await expect(rival.getByText(TITLE)).toHaveCount(0)
  })
})

test("every place tells the same of it, and the line says why", async () => {
  // Clicks are told of at most once a minute.
  await moveClock(fanfare, "2m")
  const counted = () => toldByWebhook(machine.heard, secret)
  await until("the program to hear of it", () => counted().sales === 1 && counted().clicksCounted === 2)
  const told: Record<string, Told> = {
    desk: await toldByDesk(fan, fanfare.url, TITLE),
    figures: await toldByFigures(fan, fanfare.url),
    csv: await toldByFiles(fan, fanfare.url, "csv"),
    json: await toldByFiles(fan, fanfare.url, "json"),
    api: await toldByApi(fanfare.url, key),
    webhook: counted(),
  }
  console.table(byFact(told))
  const { line, order, earnedAt, maturesAt } = told.api!
  const money = { line, order, amountMicros: AMOUNT_MICROS, state: "pending", earnedAt, maturesAt, sales: 1 }
  const bySubId = `none 0/0, 1 sold for ${AMOUNT_MICROS}; sidebar 1/1; video 1/2`
  const clicks = { clicksCounted: 2, clicksInAll: 3, bySubId }
  const whole = { ...money, ...clicks }
  expect(told).toEqual({
    desk: { ...money, clicksCounted: 2 },
    figures: { ...clicks, sales: 1 },
    ...{ csv: whole, json: whole, api: whole },
    webhook: { ...money, clicksCounted: 2 },
  })
  // Of a young owner, and of one whose account the world's clock has made old before this test.
  expect([45, 30]).toContain((new Date(maturesAt!).getTime() - new Date(earnedAt!).getTime()) / 86_400_000)
  await test.step("the code's own card tells it too", async () => {
    await fan.goto(`${fanfare.url}/dashboard/codes`)
    await expect(fan.getByRole("list", { name: "Your codes" })).toContainText(/Sales1Paid for.*Earned\$0\.3595Refunds/)
  })
  await test.step("a message that was changed on the way is believed by nobody", () => {
    const sale = machine.heard.find(({ body }) => body.includes("sale.captured"))!
    expect(isSigned(sale, secret)).toBe(true)
    expect(isSigned({ ...sale, body: sale.body.replace("0.3595", "9.3595") }, secret)).toBe(false)
  })
  await test.step("the line shows the code that won and the link that lost, and not whose it was", async () => {
    await fan.goto(`${fanfare.url}/dashboard/lines/${line}`)
    const touches = fan.getByRole("table", { name: "Touches, oldest first" }).getByRole("row")
    await expect(touches).toHaveCount(3)
    const won = "The buyer typed this creator code."
    const lost = "A creator code typed by the buyer goes first."
    await expect(touches.nth(1)).toContainText(new RegExp(`^click.*another fan's.*lost.*${lost}$`))
    await expect(touches.nth(2)).toContainText(new RegExp(`^creator code ${CODE}.*won.*${won}$`))
    await expect(fan.getByRole("main")).not.toContainText(RIVAL)
    const { touches: told } = await askApi(fanfare.url, key, `/api/v1/commissions/${line}`)
    expect(told).toMatchObject([
      { kind: "click", yours: false, link_id: null, verdict: "lost", reason: lost },
      { kind: "code", yours: true, verdict: "won", reason: won },
    ])
  })
})
