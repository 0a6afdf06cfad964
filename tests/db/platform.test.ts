/** What every process shares through the database: the signing keys, the sample world's clock, and the work of the job loop. */
import { expect, it, vi } from "vitest"
import { inTx } from "#db/client.ts"
import { outbox } from "#db/schema/platform.ts"
import { moveClock } from "#lib/clock/move-clock.ts"
import { openPlatformClock } from "#lib/clock/platform-clock.ts"
import type { Deps } from "#lib/deps.ts"
import { systemClock } from "#lib/kernel/clock.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { KEY_USES, parseJwks, toJwks, verifyArchive } from "#peer/protocol/keys.ts"
import { type Handler, JobLoop, type RepeatingJob } from "../../server/job-loop.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
const MASTER = new Uint8Array(32).fill(7)
const sample = () => ({ db: test.db, config: testConfig({ mode: "sample" }) })

it("makes one key per use, however many processes start at once", async () => {
  const rings = await Promise.all([1, 2, 3].map(() => loadPlatformKeys(test.db, MASTER, systemClock)))
  const kids = await Promise.all(rings.map(async (ring) => (await ring.publicKeys()).map((key) => key.kid)))
  expect(kids[0]).toHaveLength(KEY_USES.length)
  expect(kids[1]).toEqual(kids[0])
  expect(kids[2]).toEqual(kids[0])
})

it("publishes an archive that the published keys verify", async () => {
  const keys = await loadPlatformKeys(test.db, MASTER, systemClock)
  const current = parseJwks(toJwks(await keys.publicKeys()))
  expect((await verifyArchive(await keys.archive(), current)).map((key) => key.kid)).toEqual(
    current.map((key) => key.kid),
  )
})

it("says what to do when the master key is another one", async () => {
  await loadPlatformKeys(test.db, MASTER, systemClock)
  await expect(loadPlatformKeys(test.db, new Uint8Array(32).fill(8), systemClock)).rejects.toThrow("FANFARE_MASTER_KEY")
})

it("moves the sample world's clock for every process, forward only", async () => {
  const clock = await openPlatformClock(test.db, "sample")
  const jumped = vi.fn()
  clock.onJump(jumped)
  await moveClock(sample(), { byMs: 3 * DAY_MS })
  expect(await moveClock(sample(), { byMs: 2 * DAY_MS })).toEqual({ offsetMs: 5 * DAY_MS })
  await vi.waitFor(() => expect(clock.offsetMs()).toBe(5 * DAY_MS), 5_000)
  expect(jumped).toHaveBeenCalled()
  await expect(moveClock(sample(), { byMs: -DAY_MS })).rejects.toMatchObject({ code: "invalid_input" })
  clock.stop()
})

it.each(["local", "production"] as const)("has no time machine in mode %s", async (mode) => {
  const deps = { db: test.db, config: { ...testConfig(), mode } }
  await expect(moveClock(deps, { byMs: DAY_MS })).rejects.toMatchObject({ code: "forbidden" })
  expect((await openPlatformClock(test.db, mode)).offsetMs()).toBe(0)
})

const loopWith = (handler: Handler, repeating: RepeatingJob[] = [], log = vi.fn()) => {
  const deps = { db: test.db, clock: systemClock, config: testConfig() } as unknown as Deps
  const loop = new JobLoop({ deps, handlers: { "settlement.due": handler }, repeating, everywhere: [], log })
  return { loop, log }
}
const ask = (key: string) =>
  inTx(test.db, "ask", (tx) =>
    enqueue(tx, { kind: "settlement.due", key, payload: { orderId: key }, dueAt: new Date() }),
  )

it("does every piece of work once, and repeats what repeats", async () => {
  const done: string[] = []
  const ticks = vi.fn(async () => {})
  const { loop } = loopWith(
    async (_deps, { orderId }) => {
      done.push(orderId!)
      return null
    },
    [{ name: "tick", everySeconds: 1, run: ticks }],
  )
  for (let i = 0; i < 12; i++) await ask(`order-${i}`)
  await loop.start()
  await vi.waitFor(() => expect(ticks.mock.calls.length).toBeGreaterThanOrEqual(2), 8_000)
  await loop.stop()
  expect(done.toSorted()).toEqual(Array.from({ length: 12 }, (_, i) => `order-${i}`).toSorted())
})

it("goes on when a handler throws, and keeps the reason with the work", async () => {
  const { loop, log } = loopWith(async () => {
    throw new Error("PayPal is away")
  })
  await ask("order-1")
  await loop.start()
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith(expect.stringContaining("PayPal is away")), 5_000)
  await loop.stop()
  const [row] = await test.db.select().from(outbox)
  expect(row).toMatchObject({ attempts: 1, lastError: "PayPal is away", doneAt: null, leasedUntil: null })
})
