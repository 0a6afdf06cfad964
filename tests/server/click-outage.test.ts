import { once } from "node:events"
import { mkdtemp, readdir } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { openDatabase } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { systemClock } from "#lib/kernel/clock.ts"
import { openClickPath } from "#server/click-path.ts"
import { runLoad } from "../../bench/load-generator.ts"
import { type BreakableLine, breakableLine } from "../support/breakable-line.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"
import { patiently } from "../support/patience.ts"

const scratch = databaseForTests()
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0."
const CONNECTIONS = 32
/** Some answers go before the outage, most fall into it, and the rest come after the database is back. */
const BREAKS_AFTER = 500
const MENDED_AFTER = 6_000
const ENDS_AFTER = 8_000

it.each(["cut", "hang"] as const)(
  "sends everybody on while the line to the database is down (%s), and nothing is missing when it is mended",
  async (breaks) => {
    const dataDir = await mkdtemp(join(tmpdir(), "click-outage-"))
    const line = await breakableLine(scratch.address)
    const { link } = await makeFanWorld({ db: scratch.db, clock: systemClock })
    const { port, close } = await serveThrough(line, dataDir)
    const answered: string[] = []
    const controller = new AbortController()
    const load = await runLoad({
      port,
      connections: CONNECTIONS,
      durationMs: patiently(20_000),
      signal: controller.signal,
      request: (n) => ({ path: `/r/${link.code}`, headers: `User-Agent: ${AGENT}${n % 50}.0 Safari/537.36\r\n` }),
      onAnswer: (head) => {
        const count = answered.push(/ff_click=([\w-]{22})/.exec(head)?.[1] ?? head)
        if (count === BREAKS_AFTER) line[breaks]()
        if (count === MENDED_AFTER) line.mend()
        if (count === ENDS_AFTER) controller.abort()
      },
    })
    expect(load).toMatchObject({ broken: 0, statuses: { 302: load.requests } })
    expect(load.requests).toBeGreaterThanOrEqual(ENDS_AFTER)
    await close()
    const stored = await scratch.db.select({ id: clicks.id }).from(clicks)
    expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(answered))
    expect(await readdir(join(dataDir, "clicks"))).toEqual([])
    await line.close()
  },
  patiently(60_000),
)

/** The click path over that line; `close` waits until the database has everything. */
async function serveThrough(line: BreakableLine, dataDir: string) {
  const { db, close } = openDatabase(line.address, () => undefined)
  const config = {
    dataDir,
    databaseUrl: process.env.DATABASE_URL ?? null,
    publicUrl: "http://localhost",
    trustedProxies: [],
  }
  const path = await openClickPath({ deps: { db, clock: systemClock, config }, log: () => undefined })
  const server = createServer((req, res) => {
    if (!path.handle(req, res)) res.writeHead(404).end()
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await new Promise((done) => server.close(done))
      await expect.poll(() => path.settle().then(() => path.away), { timeout: patiently(15_000) }).toBe(false)
      await path.stop()
      await close()
    },
  }
}
