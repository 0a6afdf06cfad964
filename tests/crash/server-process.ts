/**
 * The server to be killed, in a process of its own: real deps and job loop; its clock and its callers are the test's,
 * which speaks to it over the parent's channel. `node server-process.ts` waits for a `Start` first.
 */
import { type DatabaseAddress, openDatabase } from "#db/client.ts"
import { startEmbedded } from "#db/embedded.ts"
import { armFault } from "#db/faults.ts"
import { acceptReceipts } from "#lib/carriage/accept-receipts.ts"
import { acceptReport } from "#lib/carriage/accept-report.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { cents } from "#lib/kernel/money.ts"
import { composeDeps } from "#server/deps.ts"
import { JobLoop } from "#server/job-loop.ts"
import { HANDLERS, REPEATING_JOBS } from "#server/jobs.ts"
import { testConfig } from "../support/config.ts"

/** What the parent may have called, as a page or a node would call it over HTTP. */
const USE_CASES = { placeOrder, captureOrder, openSession, acceptReceipts, acceptReport } as const
export type UseCases = typeof USE_CASES

export type Start = {
  /** A database that outlives the server, or the folder of an embedded one that dies with it. */
  database: DatabaseAddress | { folder: string }
  dataDir: string
  paypal: { clientId: string; clientSecret: string; url: string; webhookId: string }
  holdDays: number
  at: Date
}
export type Ask =
  | { start: Start }
  | { at: Date }
  | { fault: string; id: number }
  | { call: keyof UseCases; input: never; id: number }
export type Answer = { ready: DatabaseAddress } | { id: number; value: unknown } | { id: number; failed: string }

const reply = (answer: Answer) => process.send!(answer)

async function open({ database, dataDir, paypal, holdDays, at }: Start) {
  const address = "folder" in database ? (await startEmbedded(database.folder)).address : database
  const { db } = openDatabase(address)
  const clock = fixedClock(at)
  const { url, ...credentials } = paypal
  const config = testConfig({
    dataDir,
    holdDays,
    holdDaysYoungOwner: holdDays,
    payoutMinimumCents: cents(50),
    paypal: { ...credentials, baseUrl: url, standIn: true },
  })
  const deps = { ...(await composeDeps(config, db)), clock }
  const loop = new JobLoop({ deps, handlers: HANDLERS, repeating: REPEATING_JOBS, everywhere: [], log: console.error })
  await loop.start()
  reply({ ready: address })
  return { deps, clock, loop }
}

let opened: Awaited<ReturnType<typeof open>>

process.on("message", async (ask: Ask) => {
  if ("start" in ask) {
    opened = await open(ask.start)
  } else if ("at" in ask) {
    opened.clock.set(ask.at)
    opened.loop.wake()
  } else if ("fault" in ask) {
    armFault(ask.fault)
    reply({ id: ask.id, value: null })
  } else {
    await USE_CASES[ask.call](opened.deps, ask.input).then(
      (value) => reply({ id: ask.id, value }),
      (error: Error) => reply({ id: ask.id, failed: error.stack ?? error.message }),
    )
  }
})
process.on("disconnect", () => process.exit(0))
