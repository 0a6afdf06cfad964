/** A release above a gigabyte, with a carrier and the downloader killed on the way: nothing is lost, little is fetched twice. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
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
import { type NodeEvent, nodeCommand, type RunningNode, readArchive, startNode } from "../support/fanfare-node.ts"
import { launchBrowser, newVisitor, pairNode, payAsStranger } from "../support/person-steps.ts"
import { makePublishKey, publish, startFanfare } from "../support/running-fanfare.ts"
import { until } from "../support/sample-clock.ts"

const SLUG = "long-film"
const FILE = "film.bin"
const SIZE_BYTES = 1_100_000_009
/** Bytes per second of each of three: half a minute, long enough to be killed in. */
const UP_LIMIT = "12M"
const CARRIER_DIES_AT = 0.25
const DOWNLOADER_DIES_AT = 0.55
/** Under way when both die: 64 MiB, the most a downloader has asked for over all wires, and 32 MiB, the most of one carrier. */
const IN_FLIGHT_BYTES = 96 * 1024 * 1024
const SETUP_MS = 600_000

let stage: Stage
const carriers: CarrierPerson[] = []

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "fanfare-big-"))
  stage = { fanfare: await startFanfare({ FANFARE_MODE: "sample" }), browser: await launchBrowser(), folder }
}, SETUP_MS)

afterAll(async () => {
  await Promise.all(carriers.map(({ node }) => node.stop()))
  await stage?.browser.close()
  await stage?.fanfare.stop()
  if (stage) await rm(stage.folder, { recursive: true, force: true })
}, SETUP_MS)

test("1.1 GB through three carriers, one of them and the downloader killed on the way", async () => {
  const hashes = await publishFilm()
  for (const [i, name] of ["tomasz", "bea", "noor"].entries())
    carriers.push(await makeCarrier(stage, name, i + 1, UP_LIMIT))
  await Promise.all(carriers.map((c) => nodeCommand(c.place, ["stock", SLUG])))
  await vet(stage, carriers)
  const machine = await buyFilm()

  const out = join(stage.folder, "bought")
  // They stocked from each other.
  const sentBefore = await sentByAll(carriers)
  const began = Date.now()
  const args = ["get", SLUG, "--out", out]
  const first = startNode(machine, args)
  const size = await progressed(first, CARRIER_DIES_AT)
  const victim = carriers[2]!
  // Asked a moment before it dies, so what it sent in that moment is not in the figure.
  const sentByVictim = await sentByAll([victim])
  await victim.node.stop("SIGKILL")
  await progressed(first, DOWNLOADER_DIES_AT)
  await first.stop("SIGKILL")
  const lastSeen = haveBytes(first.events)

  const second = startNode(machine, args)
  const found = (await second.heard("progress")).have_bytes as number
  const got = (await second.ended).find((e) => e.event === "got")!
  const seconds = (Date.now() - began) / 1000
  const sent = sentByVictim + (await sentByAll(carriers.slice(0, 2))) - sentBefore
  const fromOrigin = got.bytesFromOrigin as number

  // It carries on where it was killed, and hands in what its journal kept.
  victim.node = startNode(victim.place, ["run", "--up-limit", UP_LIMIT])
  await receiptsAnswered(carriers)
  const receipts = carriers.flatMap((c) => readArchive(c.place).filter((line) => line.kind === "carry"))
  const signed = receipts.reduce((sum, line) => sum + Number(line.cumulativeBytes), 0)
  const twice = sent + fromOrigin - size
  console.log(
    `size ${size}, from the origin ${fromOrigin}, receipts ${signed} (${((100 * signed) / (size - fromOrigin)).toFixed(2)} % of the rest), ` +
      `kept over the kill ${found} of ${lastSeen} last shown, sent twice ${twice}, ${seconds.toFixed(1)} s`,
  )
  expect(await hashFiles(out, [FILE])).toEqual(hashes)
  expect(receipts.map((line) => line.state)).toEqual(receipts.map(() => "accepted"))
  expect(receipts.length).toBeGreaterThanOrEqual(carriers.length)
  expect(signed).toBeGreaterThanOrEqual(0.98 * (size - fromOrigin))
  expect(signed + fromOrigin).toBeLessThanOrEqual(size)
  expect(found).toBeGreaterThanOrEqual(lastSeen)
  expect(twice).toBeLessThanOrEqual(IN_FLIGHT_BYTES)
}, 900_000)

async function publishFilm(): Promise<Record<string, string>> {
  const original = join(stage.folder, "original")
  const hashes = await writeFiles(original, { [FILE]: SIZE_BYTES })
  const publisher = await makePerson(stage, "ines", "publisher")
  const key = await makePublishKey(publisher.page, stage.fanfare, "Lantern House")
  const film = ["--slug", SLUG, "--version", "1.0", "--full", original, "--title", "Long Film", "--kind", "film"]
  await publish(stage.fanfare, key, [...film, "--price", "9.99"])
  return hashes
}

async function buyFilm() {
  const { fanfare, browser } = stage
  const page = await (await newVisitor(browser)).newPage()
  await page.goto(`${fanfare.url}/titles/${SLUG}`)
  await payAsStranger(page, fanfare, "lena@mail.example", "$9.99")
  const machine = placeOf(stage, "lena", 21)
  await pairNode(page, fanfare, machine, { name: "machine of lena", library: true })
  return machine
}

const lastProgress = (events: readonly NodeEvent[]) => events.findLast((e) => e.event === "progress")
const haveBytes = (events: readonly NodeEvent[]): number => Number(lastProgress(events)?.have_bytes ?? 0)

/** Until that part of the release is there; answers its size. */
async function progressed(get: RunningNode, part: number): Promise<number> {
  const size = Number((await get.heard("progress")).size_bytes)
  await until(`${part * 100} % of the download`, () => haveBytes(get.events) >= part * size, 300_000)
  return size
}

/** Bytes of pieces these nodes have sent since they were started. */
async function sentByAll(nodes: readonly CarrierPerson[]): Promise<number> {
  let sum = 0
  for (const { place } of nodes) {
    const [status] = await nodeCommand(place, ["status"])
    sum += (status!.live as { seeding: { bytesSent: number } }).seeding.bytesSent
  }
  return sum
}
