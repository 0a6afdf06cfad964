/** The acceptance test: from a click on a stranger's blog to money in PayPal's own book, with every part real. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright"
import { hashFiles, writeFiles } from "../support/big-files.ts"
import {
  type CarrierPerson,
  makeCarrier,
  makeEarner,
  makePerson,
  type Person,
  placeOf,
  receiptsAnswered,
  type Stage,
  vet,
} from "../support/carrier-steps.ts"
import { type NodePlace, nodeCommand, readArchive, startNode } from "../support/fanfare-node.ts"
import { patiently } from "../support/patience.ts"
import { newVisitor, pairNode, payAsStranger, payAtStandIn, putButtonOnSite } from "../support/person-steps.ts"
import { makePublishKey, publish, type RunningFanfare } from "../support/running-fanfare.ts"
import { moveClock, runScript, until } from "../support/sample-clock.ts"
import { type Carried, sharesOf } from "./own-settlement.ts"
import { PAYOUT_MINIMUM_CENTS } from "./shared-world.ts"
import { everybodyLeaves, expect, test } from "./world.ts"

/** 71 MB, so pieces of 1 MiB; every size is a prime or so, none ends where a piece does. */
const FILES = {
  "readme.txt": 1_009,
  "maps/harbour.bin": 5_000_011,
  "maps/attic.bin": 12_582_917,
  "sounds/brass.bin": 20_971_529,
  "sounds/rain.bin": 3_145_739,
  "levels/night.bin": 29_360_147,
} as const
const SLUG = "long-night"
const SONG = "one-song"
/** $29.99 x 5 %. */
const POOL_MICROS = 1_499_500n
const REFERRAL_MICROS = "1499500"
/** $0.99 x 5 %: below the payout minimum of this world. */
const SONG_REFERRAL_MICROS = "49500"
/** Bytes per second each carrier sends: within the five seconds before the origin helps, a fifth of the release each. */
const UP_LIMIT = "3M"

let fanfare: RunningFanfare
let stage: Stage
let folder: string
const carriers: CarrierPerson[] = []

test.beforeAll(async ({ world }) => {
  fanfare = world.fanfare
  folder = await mkdtemp(join(tmpdir(), "fanfare-tale-"))
  stage = { fanfare, browser: world.browser, folder }
})

test.afterAll(async ({ world }) => {
  await Promise.all(carriers.map(({ node }) => node.stop()))
  await everybodyLeaves(world)
  await rm(folder, { recursive: true, force: true })
})

/** Lines of somebody's statement, verified offline on the way. */
async function statementOf(who: Person, at: NodePlace) {
  const answer = await who.page.request.get(`${fanfare.url}/api/v1/statement`)
  const file = join(folder, `${who.email}.json`)
  await writeFile(file, await answer.body())
  const events = await nodeCommand(at, ["verify", file])
  return events.filter((e) => e.event === "line")
}

test("from a click on a stranger's blog to money at PayPal", async () => {
  test.setTimeout(patiently(240_000))
  const original = join(folder, "original")
  const hashes = await writeFiles(original, FILES)
  await writeFiles(folder, { "song.bin": 300_007 })

  const publisher = await makePerson(stage, "ines", "publisher")
  await test.step("a publisher publishes a game and a song", async () => {
    const key = await makePublishKey(publisher.page, fanfare, "Lantern House")
    const game = ["--slug", SLUG, "--version", "1.0.0", "--full", original, "--title", "Long Night"]
    await publish(fanfare, key, [...game, "--kind", "game", "--price", "29.99"])
    const song = ["--slug", SONG, "--version", "1.0", "--full", join(folder, "song.bin"), "--title", "One Song"]
    await publish(fanfare, key, [...song, "--kind", "music", "--price", "0.99"])
  })

  const noor = await makeEarner(stage, "noor")
  const kofi = await makeEarner(stage, "kofi")
  await test.step("two fans make buttons; one is pasted into a stranger's blog", async () => {
    const site = { name: "The Damp Attic", slug: "damp-attic", url: fanfare.blogUrl, title: "Long Night" }
    const code = await putButtonOnSite(noor.page, fanfare, site)
    const posted = await fetch(`${fanfare.blogUrl}/__control/posts`, {
      method: "POST",
      body: JSON.stringify({ game: { code, name: "Long Night" } }),
    })
    expect(posted.status).toBe(200)
  })
  const songCode = await putButtonOnSite(kofi.page, fanfare, {
    ...{ name: "Weekend Manual", slug: "weekend-manual", url: "https://weekend.example", title: "One Song" },
  })

  await test.step("two carriers of different owners stock it and are vetted", async () => {
    carriers.push(await makeCarrier(stage, "tomasz", 1, UP_LIMIT))
    carriers.push(await makeCarrier(stage, "bea", 2, UP_LIMIT))
    await Promise.all(carriers.map((c) => nodeCommand(c.place, ["stock", SLUG])))
    await vet(stage, carriers)
  })

  const buyer = await (await newVisitor(stage.browser)).newPage()
  await test.step("a stranger presses the button on the blog and pays $29.99", async () => {
    await buyer.goto(`${fanfare.blogUrl}/posts/the-game-i-lost-a-weekend-to`)
    const button = buyer.getByRole("link", { name: /Get Long Night/ })
    await expect(button).toContainText("$29.99")
    await button.click()
    await buyer.waitForURL(`${fanfare.url}/titles/${SLUG}`)
    await expect(buyer.getByText(/brought you here and earns \$1\.4995/)).toBeVisible()
    await payAsStranger(buyer, fanfare, "lena@mail.example", "$29.99")
    await expect(buyer.getByText("Long Night is yours.")).toBeVisible()
  })

  const machine = placeOf(stage, "lena", 21)
  let originBytes = 0n
  await test.step("a node with a fresh identity downloads from two carriers and the origin", async () => {
    await pairNode(buyer, fanfare, machine, { name: "machine of lena", library: true })
    const events = await nodeCommand(machine, ["get", SLUG, "--out", join(folder, "bought"), "--floor", "500M"])
    const got = events.find((e) => e.event === "got")!
    originBytes = BigInt(got.bytesFromOrigin as number)
    expect(await hashFiles(join(folder, "bought"), Object.keys(FILES))).toEqual(hashes)
  })

  await test.step("the same buyer takes a song through another fan", async () => {
    await buyer.goto(`${fanfare.url}/r/${songCode}`)
    await payAtStandIn(buyer, "$0.99")
  })

  let carried: Carried[] = []
  let size = 0n
  await test.step("each of the three supplied at least a tenth", async () => {
    await receiptsAnswered(carriers)
    carried = carriers.flatMap((c) =>
      readArchive(c.place)
        .filter((line) => line.kind === "carry" && line.state === "accepted")
        .map((line) => ({ ...line, owner: c.email })),
    )
    const [shelf] = (await nodeCommand(machine, ["status"]))[0]!.shelf as { size_bytes: number; piece_count: number }[]
    size = BigInt(shelf!.size_bytes)
    expect(size).toBeGreaterThanOrEqual(64n * 1024n * 1024n)
    expect(shelf!.piece_count).toBeGreaterThanOrEqual(64)
    const sources = [...carriers.map((c) => carriedBy(carried, c)), originBytes]
    for (const bytes of sources) expect(bytes * 10n).toBeGreaterThanOrEqual(size)
    expect(sources.reduce((a, b) => a + b)).toBeLessThanOrEqual(size)
  })

  const shares = sharesOf(carried, POOL_MICROS, size, originBytes, size)
  await test.step("settlement, to the micro", async () => {
    await moveClock(fanfare, "8d")
    const [tomasz] = carriers
    await until("the settlement", async () => (await statementOf(tomasz!, tomasz!.place)).length > 0)
    for (const c of carriers) {
      const lines = await statementOf(c, c.place)
      const own = shares.filter((s) => s.owner === c.email)
      expect(lines.map((l) => [l.kind, l.amount_micros])).toEqual(own.map((s) => ["carriage", String(s.micros)]))
    }
    const referral = await statementOf(noor, tomasz!.place)
    expect(referral.map((l) => [l.kind, l.amount_micros])).toEqual([["referral", REFERRAL_MICROS]])
    const song = await statementOf(kofi, tomasz!.place)
    expect(song.map((l) => [l.kind, l.amount_micros])).toEqual([["referral", SONG_REFERRAL_MICROS]])
  })

  const operator = await makePerson(stage, "olu")
  await runScript(fanfare, "operator.ts", operator.email)
  await test.step("the ledger sums to zero", async () => {
    expect(await accountsOf(operator.page)).toMatchObject({ sum: 0n })
  })

  await test.step("a payout run pays whoever is above the minimum, once, in whole cents", async () => {
    await moveClock(fanfare, "60d")
    const earned = new Map<string, bigint>([[noor.paypal, BigInt(REFERRAL_MICROS)]])
    for (const c of carriers) earned.set(c.paypal, shares.find((s) => s.owner === c.email)!.micros)
    const due = Object.fromEntries([...earned].map(([to, micros]) => [`${to} USD`, inCents(micros)]))
    await until("PayPal's book to show the payouts", async () => Object.keys((await bookOf()).receivers).length >= 3)
    await expect.poll(async () => (await bookOf()).receivers).toEqual(due)
    for (const paid of Object.values((await bookOf()).payouts)) {
      expect(paid).toMatchObject({ times_paid: 1, statuses: ["SUCCESS"] })
      expect(earned.has(paid.receivers[0]!)).toBe(true)
    }
    await noor.page.goto(`${fanfare.url}/dashboard/payouts`)
    await expect(noor.page.getByText("$1.49")).toBeVisible()
    // What is less than a cent stays on the account.
    const { sum, balances } = await accountsOf(operator.page)
    expect(sum).toBe(0n)
    const rests = [...earned.values()].map((micros) => micros % 10_000n).filter((rest) => rest > 0n)
    expect(balances.filter((b) => b.account.startsWith("fan:")).map((b) => b.micros)).toEqual(
      expect.arrayContaining(rests),
    )
  })

  await test.step("whoever is below the minimum is told why and when", async () => {
    await kofi.page.goto(`${fanfare.url}/dashboard`)
    const told = kofi.page.getByTestId("why-not-paid")
    await expect(told).toContainText(`Below the minimum of a payout: $0.0495 of $0.${PAYOUT_MINIMUM_CENTS}`)
    await expect(told.locator("time")).toHaveAttribute("datetime", /^2\d{3}-/)
  })

  await test.step("the node's own statement holds, and a changed byte is found", async () => {
    const [tomasz] = carriers
    const file = join(folder, "statement.json")
    await nodeCommand(tomasz!.place, ["statement", "--out", file])
    const events = await nodeCommand(tomasz!.place, ["verify", file])
    expect(events.at(-1)).toMatchObject({ event: "holds", ok: true, lines: 1 })
    const text = await readFile(file, "utf8")
    await changedByteIsNamed(tomasz!.place, text)
  })

  for (const [name, who] of Object.entries({ fan: noor, carrier: carriers[0]!, publisher, operator }))
    await who.context.storageState({ path: join(fanfare.dataDir, `browser-${name}.json`) })
  await buyer.context().storageState({ path: join(fanfare.dataDir, "browser-buyer.json") })
})

const carriedBy = (carried: readonly Carried[], { email }: Person): bigint =>
  carried.filter((c) => c.owner === email).reduce((sum, c) => sum + c.cumulativeBytes, 0n)

const inCents = (micros: bigint): string => {
  const cents = String(micros / 10_000n).padStart(3, "0")
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`
}

type Book = {
  receivers: Record<string, string>
  payouts: Record<string, { times_paid: number; statuses: string[]; receivers: string[] }>
}
const bookOf = async (): Promise<Book> => (await (await fetch(`${fanfare.paypalUrl}/__control/ledger`)).json()) as Book

/** "−$1,234.5600" as the page writes it. */
const microsOf = (text: string): bigint => {
  const [, minus, whole, fraction = ""] = /^(−?)\$([\d,]+)(?:\.(\d+))?$/.exec(text.trim())!
  const micros = BigInt(whole!.replaceAll(",", "")) * 1_000_000n + BigInt(fraction.padEnd(6, "0"))
  return minus ? -micros : micros
}

/** The operator's page, account by account; summed up here, not there. */
async function accountsOf(page: Page) {
  await page.goto(`${fanfare.url}/operate/money`)
  await expect(page.getByTestId("trial-balance")).toHaveText("Sum of all accounts: $0.00")
  const rows = await page.getByRole("region", { name: "Accounts" }).locator("tbody tr").all()
  const balances = await Promise.all(
    rows.map(async (row) => ({
      account: await row.getByRole("rowheader").innerText(),
      micros: microsOf(await row.getByRole("cell").last().innerText()),
    })),
  )
  expect(balances.length).toBeGreaterThan(5)
  return { balances, sum: balances.reduce((sum, b) => sum + b.micros, 0n) }
}

/** Changes one byte in the middle of each line of text in turn; each time that very line must be named. */
async function changedByteIsNamed(at: NodePlace, text: string) {
  const lines = text.split("\n")
  for (const [i, line] of lines.entries()) {
    if (line === "") continue
    const middle = Math.floor(line.length / 2)
    const changed = line.slice(0, middle) + (line[middle] === "7" ? "8" : "7") + line.slice(middle + 1)
    const file = join(folder, `changed-${i + 1}.json`)
    await writeFile(file, lines.with(i, changed).join("\n"))
    const verify = startNode(at, ["verify", file])
    await expect(verify.ended).rejects.toThrow(/does_not_hold/)
    expect(verify.events.find((e) => e.event === "does_not_hold")).toMatchObject({ ok: false, line: i + 1 })
  }
}
