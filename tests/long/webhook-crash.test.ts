/** kill -9 of a sender at every point it passes while it delivers a webhook: the message comes, and is the same one if it comes again. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { webhookDeliveries } from "#db/schema/webhooks.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { pingWebhook } from "#lib/webhooks/ping-webhook.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeUser } from "../support/fan-world.ts"
import { outsideWith } from "../support/outside.ts"
import { type Receiver, startReceiver } from "../support/receiver.ts"

const test = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")
const PROGRAM = join(import.meta.dirname, "../crash/webhook-process.ts")
/** From here on the receiver may have had it. */
const SENT = "remote.webhook.answered"
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.close())

/** Ends with a signal when it died at the fault. */
async function send(fault: string): Promise<NodeJS.Signals | null> {
  const child = fork(PROGRAM, [JSON.stringify(test.address), NOW.toISOString(), receiver.place, fault], {
    execArgv: [],
  })
  const [, signal] = (await once(child, "exit")) as [number, NodeJS.Signals | null]
  return signal
}

it("delivers the message whatever point its sender dies at", async () => {
  const clock = fixedClock(NOW)
  const config = testConfig({ outsideAllow: [receiver.place] })
  const keys = await loadPlatformKeys(test.db, config.masterKey, clock)
  const deps = { db: test.db, clock, config, keys, outside: outsideWith({}, [receiver.place]) }
  const actor = await makeUser(test.db, NOW, "fan@hooks.example")
  const wish = { actor, url: receiver.url, description: "Overlay", events: ["sale.captured"] }
  const { webhookId } = await createWebhook(deps, wish)
  const due = async () => {
    receiver.taken.length = 0
    await test.db.delete(webhookDeliveries)
    return pingWebhook(deps, { actor, webhookId })
  }

  await due()
  const file = join(await mkdtemp(join(tmpdir(), "webhook-crash-")), "points")
  expect(await send(`record:${file}`)).toBeNull()
  const points = [...new Set((await readFile(file, "utf8")).split("\n").filter(Boolean))]
  expect(points).toEqual(
    expect.arrayContaining([
      "tx.claim-webhook-deliveries.commit",
      "tx.claim-webhook-deliveries.done",
      "remote.webhook.send",
      SENT,
      "tx.record-webhook-attempt.commit",
      "tx.record-webhook-attempt.done",
    ]),
  )

  for (const point of points) {
    await due()
    expect({ point, signal: await send(point) }).toEqual({ point, signal: "SIGKILL" })
    // The dead sender's lease runs out; nobody waits half a minute for that here.
    await test.db.update(webhookDeliveries).set({ leasedUntil: null })
    expect({ point, signal: await send("") }).toEqual({ point, signal: null })
    const [delivery] = await test.db.select().from(webhookDeliveries)
    const ids = receiver.taken.map(({ headers }) => headers["webhook-id"])
    expect({ point, state: delivery!.state, ids: new Set(ids) }).toEqual({
      point,
      state: "delivered",
      ids: new Set([delivery!.messageId]),
    })
    const known = points.indexOf(point) < points.indexOf(SENT) || point === "tx.record-webhook-attempt.done"
    expect({ point, times: ids.length }).toEqual({ point, times: known ? 1 : 2 })
  }
})
