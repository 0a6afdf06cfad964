/** A demo first and the purchase later: on day 29 and on day 59 whoever brought and carried the demo is paid, on day 61 nobody is; nothing is downloaded twice. */
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright"
import { hashFiles, writeFiles } from "../support/big-files.ts"
import {
  type CarrierPerson,
  makeCarrier,
  makePerson,
  placeOf,
  receiptsAnswered,
  type Stage,
  vet,
} from "../support/carrier-steps.ts"
import { type NodePlace, nodeCommand, readArchive } from "../support/fanfare-node.ts"
import { patiently } from "../support/patience.ts"
import { newVisitor, pairNode, payAtStandIn, putButtonOnSite, signInByMail } from "../support/person-steps.ts"
import { makePublishKey, publish, type RunningFanfare } from "../support/running-fanfare.ts"
import { moveClock, runScript, until } from "../support/sample-clock.ts"
import { type Carried, sharesOf } from "./own-settlement.ts"
import { everybodyLeaves, expect, test } from "./world.ts"

/** 3.5 MB, so fourteen pieces of 256 KiB. */
const FULL = { "tide.txt": 1_013, "charts/north.bin": 1_500_007, "charts/south.bin": 1_900_009 } as const
const TRIAL = { "charts/cove.bin": 100_003 } as const
const SLUG = "paper-tide"
const TITLE = "Paper Tide"
const PRICE = "19.99"
/** $19.99 x 5 %, for the referral and for the carriage alike. */
const FIVE_PERCENT_MICROS = 999_500n
/** Bytes per second each carrier sends: slow enough that both take part, done before the origin would help. */
const UP_LIMIT = "2M"
/** A step in the browser that takes longer names itself. */
const STEP_MS = patiently(30_000)

type Buyer = {
  page: Page
  place: NodePlace
  /** What the demo's download took. */
  carried: Carried[]
  sizeBytes: bigint
  originBytes: bigint
}

let fanfare: RunningFanfare
let stage: Stage
let folder: string
let fan: CarrierPerson
let code: string
let hashes: Record<string, string>
const carriers: CarrierPerson[] = []

test.describe.configure({ mode: "serial", timeout: patiently(240_000) })

test.beforeAll(async ({ world }) => {
  test.setTimeout(patiently(240_000))
  fanfare = world.fanfare
  folder = await mkdtemp(join(tmpdir(), "fanfare-demo-"))
  stage = { fanfare, browser: world.browser, folder }
  hashes = await writeFiles(join(folder, "full"), FULL)
  await writeFiles(join(folder, "trial"), TRIAL)
  const makers = [makeCarrier(stage, "wren", 41, UP_LIMIT), makeCarrier(stage, "otis", 42, UP_LIMIT)]
  const [made] = await Promise.all([Promise.all(makers), publishGame()])
  carriers.push(...made)
  fan = made[0]!
  const site = { name: "Low Water", slug: "low-water", url: "https://lowwater.example", title: TITLE }
  code = await putButtonOnSite(fan.page, fanfare, site)
})

async function publishGame() {
  const publisher = await makePerson(stage, "petra", "publisher")
  const key = await makePublishKey(publisher.page, fanfare, "Tidal Press")
  const parts = ["--full", join(folder, "full"), "--trial", join(folder, "trial")]
  const words = ["--title", TITLE, "--kind", "game", "--price", PRICE]
  await publish(fanfare, key, ["--slug", SLUG, "--version", "1.0.0", ...parts, ...words])
}

test.afterAll(async ({ world }) => {
  await Promise.all(carriers.map(({ node }) => node.stop()))
  await everybodyLeaves(world)
  await rm(folder, { recursive: true, force: true })
})

test('a fan presses "Stock this demo" and the page shows the paired node stocking it', async () => {
  await fan.page.goto(`${fanfare.url}/dashboard/sites`)
  await fan.page.getByRole("link", { name: "Low Water" }).first().click()
  const form = fan.page.getByRole("form", { name: `Stock ${TITLE} on machine of wren` })
  await form.getByRole("button", { name: "Stock this demo" }).click()
  await expect(form.getByText("stocked", { exact: true })).toBeVisible({ timeout: patiently(90_000) })
  const [item] = await shelfOf(fan.place)
  expect(item).toMatchObject({ slug: SLUG, carried: true, pieces: item!.piece_count })
})

test("an open dashboard shows within five seconds that somebody followed the fan's link", async () => {
  await fan.page.goto(`${fanfare.url}/dashboard`)
  const line = fan.page.getByTestId("live-feed").getByText("Somebody followed one of your links.")
  await expect(line).toHaveCount(0)
  const stranger = await (await newVisitor(stage.browser)).newPage()
  await stranger.goto(`${fanfare.url}/r/${code}`)
  await expect(line).toHaveCount(1, { timeout: 5_000 })
  await stranger.context().close()
})

test("a demo bought on day 29 or 59 pays its referrer and its carriers, on day 61 nobody; no piece comes twice", async () => {
  await nodeCommand(carriers[1]!.place, ["stock", SLUG])
  await test.step("two carriers of different owners are vetted", () => vet(stage, carriers))
  const [early, late, over] = await test.step("three buyers try the demo through the fan's link", () =>
    Promise.all([tryDemo("ana", 51), tryDemo("boris", 52), tryDemo("chidi", 53)]))
  const journals = carriedBytes()
  const operator = await makePerson(stage, "odile")
  await runScript(fanfare, "operator.ts", operator.email)
  const before = await balancesOf(operator.page)

  await test.step("day 29: the demo still runs", async () => {
    await moveClock(fanfare, "29d")
    await buyAndOpen(early)
  })
  await test.step("day 59: it ended 29 days ago", async () => {
    await moveClock(fanfare, "30d")
    await buyAndOpen(late)
  })
  await test.step("day 61: it ended 31 days ago", async () => {
    await moveClock(fanfare, "2d")
    await buyAndOpen(over)
  })
  await test.step("the carriers ran all the while and sent nothing more", async () => {
    for (const { node } of carriers) expect(node.events.filter((e) => e.event === "clock_jumped").length).toBe(6)
    await receiptsAnswered(carriers)
    expect(carriedBytes()).toEqual(journals)
  })

  await test.step("eight days later, to the micro", async () => {
    await moveClock(fanfare, "8d")
    const shares = [early, late].flatMap((b) =>
      sharesOf(b.carried, FIVE_PERCENT_MICROS, b.sizeBytes, b.originBytes, b.sizeBytes),
    )
    const referrals = Array.from({ length: 2 }, () => `referral ${FIVE_PERCENT_MICROS}`)
    const holds = async (who: CarrierPerson) => {
      const own = shares.filter((s) => s.owner === who.email).map((s) => `carriage ${s.micros}`)
      expect(own.length).toBeGreaterThan(0)
      const due = [...own, ...(who === fan ? referrals : [])].sort()
      await until(`the statement of ${who.email}`, async () => (await statementOf(who)).length >= due.length)
      expect(await statementOf(who)).toEqual(due)
    }
    await Promise.all(carriers.map(holds))
  })
  await test.step("the third purchase is settled too: to nobody", async () => {
    const isOpen = ([account, micros]: [string, bigint]) =>
      account.startsWith("carriage_pool:") && micros !== 0n && !before.has(account)
    await until("every settlement", async () => ![...(await balancesOf(operator.page))].some(isOpen))
    const after = await balancesOf(operator.page)
    const unattributed = (after.get("unattributed") ?? 0n) - (before.get("unattributed") ?? 0n)
    expect(unattributed).toBe(FIVE_PERCENT_MICROS)
  })
})

/** Through the fan's link to a demo whose bits are all here, by a node with a fresh identity. */
async function tryDemo(name: string, network: number): Promise<Buyer> {
  const page = await (await newVisitor(stage.browser)).newPage()
  page.setDefaultTimeout(STEP_MS)
  await page.goto(`${fanfare.url}/r/${code}`)
  await page.waitForURL(`${fanfare.url}/titles/${SLUG}`)
  const trial = page.getByRole("button", { name: "Try it free for 30 days" })
  await trial.click()
  await signInByMail(page, fanfare, `${name}@mail.example`)
  await page.waitForURL(`${fanfare.url}/titles/${SLUG}`)
  await trial.click()
  await page.waitForURL(`**/library/${SLUG}`)
  const place = placeOf(stage, name, network)
  await pairNode(page, fanfare, place, { name: `machine of ${name}`, library: true })
  return { page, place, ...(await downloadDemo(place)) }
}

async function downloadDemo(place: NodePlace) {
  const out = join(place.folder, "trial")
  const got = (await nodeCommand(place, ["get", SLUG, "--out", out])).find((e) => e.event === "got")!
  expect(got).toMatchObject({ kind: "demo", use: "trial" })
  expect(existsSync(join(out, "charts/cove.bin"))).toBe(true)
  expect(existsSync(join(out, "charts/north.bin"))).toBe(false)
  const tickets = (got.perTicket as { ticket: string }[]).map((t) => Buffer.from(t.ticket, "hex").toString("base64url"))
  const carriedHere = () => allCarried().filter((c) => tickets.includes(c.ticket))
  const [release] = await shelfOf(place)
  const sizeBytes = BigInt(release!.size_bytes)
  const originBytes = BigInt(got.bytesFromOrigin as number)
  const delivered = () => carriedHere().reduce((sum, c) => sum + c.cumulativeBytes, originBytes)
  await until("a receipt for every byte to be accepted", () => delivered() === sizeBytes)
  return { carried: carriedHere(), sizeBytes, originBytes }
}

/** Pays in the browser; then the node writes the full part from what lies there since the demo. */
async function buyAndOpen({ page, place }: Buyer): Promise<void> {
  await page.goto(`${fanfare.url}/titles/${SLUG}`)
  await payAtStandIn(page, `$${PRICE}`)
  await expect(page.getByText("it only needs to be opened")).toBeVisible()
  const opened = await nodeCommand(place, ["open", SLUG, "--out", join(place.folder, "opened")])
  expect(opened.at(-1)).toMatchObject({ event: "opened", use: "owned" })
  expect(await hashFiles(join(place.folder, "opened"), Object.keys(FULL))).toEqual(hashes)
  const got = (await nodeCommand(place, ["get", SLUG, "--out", join(place.folder, "got")])).find(
    (e) => e.event === "got",
  )
  expect(got).toMatchObject({ kind: "purchase", use: "owned", bytesFromCarriers: 0, bytesFromOrigin: 0, perTicket: [] })
  expect(await hashFiles(join(place.folder, "got"), Object.keys(FULL))).toEqual(hashes)
}

type OnShelf = { slug: string; carried: boolean; pieces: number; piece_count: number; size_bytes: number }
const shelfOf = async (place: NodePlace): Promise<OnShelf[]> =>
  (await nodeCommand(place, ["status"]))[0]!.shelf as OnShelf[]

/** What the carriers' own journals say they sent. */
const allCarried = (): Carried[] =>
  carriers.flatMap((c) =>
    readArchive(c.place)
      .filter((line) => line.kind === "carry" && line.state === "accepted")
      .map((line) => ({ ...line, owner: c.email })),
  )

const carriedBytes = (): Record<string, bigint> =>
  Object.fromEntries(allCarried().map((c) => [c.ticket, c.cumulativeBytes]))

/** "kind micros" of each line of the node owner's statement, sorted; verified offline on the way. */
async function statementOf({ place, email }: CarrierPerson): Promise<string[]> {
  const file = join(folder, `${email}.json`)
  await nodeCommand(place, ["statement", "--out", file])
  const events = await nodeCommand(place, ["verify", file])
  return events
    .filter((e) => e.event === "line")
    .map((e) => `${e.kind} ${e.amount_micros}`)
    .sort()
}

/** The operator's page, account by account, in micros; those that are not at zero stand first. */
async function balancesOf(page: Page): Promise<Map<string, bigint>> {
  await page.goto(`${fanfare.url}/operate/money`)
  const rows = await page.getByRole("region", { name: "Accounts" }).locator("tbody tr").all()
  const read = rows.map(
    async (row): Promise<[string, bigint]> => [
      await row.getByRole("rowheader").innerText(),
      microsOf(await row.getByRole("cell").last().innerText()),
    ],
  )
  return new Map(await Promise.all(read))
}

/** "−$1,234.5600" as the page writes it. */
const microsOf = (text: string): bigint => {
  const [, minus, whole, fraction = ""] = /^(−?)\$([\d,]+)(?:\.(\d+))?$/.exec(text.trim())!
  const micros = BigInt(whole!.replaceAll(",", "")) * 1_000_000n + BigInt(fraction.padEnd(6, "0"))
  return minus ? -micros : micros
}
