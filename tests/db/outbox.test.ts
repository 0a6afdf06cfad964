/** The outbox under several workers: each piece of work once at a time, at least once, and again when it is asked again. */
import { inspect } from "node:util"
import { eq } from "drizzle-orm"
import { expect, it } from "vitest"
import { inTx } from "#db/client.ts"
import { outbox } from "#db/schema/platform.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { enqueue, type OutboxWork } from "#lib/outbox/enqueue.ts"
import {
  claimWork,
  ensureRepeating,
  finishWork,
  freeLeases,
  MAX_ATTEMPTS,
  postponeWork,
} from "#lib/outbox/work-outbox.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
const NOW = new Date("2026-03-02T06:00:00Z")

const ask = (key: string, more: Partial<OutboxWork> = {}) =>
  inTx(test.db, "ask", (tx) =>
    enqueue(tx, { kind: "settlement.due", key, payload: { orderId: key }, dueAt: NOW, ...more }),
  )
const rowOf = async (key: string) => (await test.db.select().from(outbox).where(eq(outbox.key, key)))[0]!
const claim = (at = NOW, limit = 10) => claimWork(test.db, at, limit)

it("gives every due piece to one worker, however many ask at once", async () => {
  for (let i = 0; i < 20; i++) await ask(`work-${i}`)
  const claims = await Promise.all(Array.from({ length: 8 }, () => claim(NOW, 5)))
  const keys = claims.flat().map((row) => row.key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.length).toBe(20)
})

it("leaves alone what is not due, and takes it when the clock has moved on", async () => {
  await ask("later", { dueAt: addMs(NOW, MINUTE_MS) })
  expect(await claim()).toEqual([])
  expect(await claim(addMs(NOW, MINUTE_MS))).toHaveLength(1)
})

it("is done once, and open again when it is asked for after that", async () => {
  await ask("twice")
  await finishWork(test.db, (await claim())[0]!, null, NOW)
  expect(await claim()).toEqual([])
  await ask("twice")
  expect(await claim()).toHaveLength(1)
})

it("does not lose what is asked for while the same work is in hand", async () => {
  await ask("again")
  const [row] = await claim()
  const later = addMs(NOW, 3 * MINUTE_MS)
  await ask("again", { dueAt: later })
  await finishWork(test.db, row!, null, NOW)
  expect(await claim()).toEqual([])
  expect(await rowOf("again")).toMatchObject({ doneAt: null, dueAt: later })
  expect(await claim(later)).toHaveLength(1)
})

it("brings waiting work forward, never back", async () => {
  await ask("moved", { dueAt: addMs(NOW, MINUTE_MS) })
  await ask("moved", { dueAt: addMs(NOW, 5 * MINUTE_MS) })
  expect((await rowOf("moved")).dueAt).toEqual(addMs(NOW, MINUTE_MS))
  await ask("moved")
  expect((await rowOf("moved")).dueAt).toEqual(NOW)
})

it("pauses longer after each failure, and keeps the reason", async () => {
  await ask("failing")
  const pauses: number[] = []
  let at = NOW
  for (let i = 0; i < 3; i++) {
    const [row] = await claim(at)
    await postponeWork(test.db, row!, new Error("no answer"), at)
    const { dueAt } = await rowOf("failing")
    pauses.push((dueAt.getTime() - at.getTime()) / MINUTE_MS)
    at = dueAt
  }
  expect(pauses).toEqual([1, 5, 15])
  expect((await rowOf("failing")).lastError).toBe("no answer")
})

it("gives a dead worker's piece to another when the lease is over, or at once when there was only one worker", async () => {
  await ask("orphan")
  await claim()
  expect(await claim()).toEqual([])
  await test.db.update(outbox).set({ leasedUntil: new Date(Date.now() - 1) })
  expect(await claim()).toHaveLength(1)
  await freeLeases(test.db)
  expect(await claim()).toHaveLength(1)
})

it("keeps a repeating job for ever, due again when it says", async () => {
  await ensureRepeating(test.db, ["expire-demos"], NOW)
  await ensureRepeating(test.db, ["expire-demos"], NOW)
  const [row, ...more] = await claim()
  expect(more).toEqual([])
  await finishWork(test.db, row!, { againAt: addMs(NOW, MINUTE_MS) }, NOW)
  expect(await claim()).toEqual([])
  expect(await claim(addMs(NOW, MINUTE_MS))).toHaveLength(1)
})

it("that was given up is taken again when it is asked again", async () => {
  await ask("hopeless")
  await test.db.update(outbox).set({ attempts: MAX_ATTEMPTS }).where(eq(outbox.key, "hopeless"))
  expect(await claim()).toEqual([])
  await ask("hopeless")
  expect(await claim()).toHaveLength(1)
})

it("keeps what was written out of the words of a failure", async () => {
  const work = inTx(test.db, "leak", (tx) =>
    tx
      .insert(outbox)
      .values({ id: "obx_1", kind: "settlement.due", key: "k", payload: { token: "s3cret" }, dueAt: NOW })
      .then(() =>
        tx.insert(outbox).values({ id: "obx_1", kind: "settlement.due", key: "s3cret", payload: {}, dueAt: NOW }),
      ),
  )
  const error = await work.catch((e: unknown) => e)
  expect(error).toMatchObject({ code: "23505", message: expect.stringContaining("tx leak") })
  expect(inspect(error)).not.toContain("s3cret")
})
