/**
 * One sale walked from outside the server: a buyer pays, a node downloads from two carriers and reports, time goes on
 * until the settlement and the payout are done. Who calls calls again when the server died; all else is the job loop's.
 */
import { randomUUID } from "node:crypto"
import { eq, notInArray } from "drizzle-orm"
import type { Db } from "#db/client.ts"
import { settlements } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { nodes } from "#db/schema/delivery.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import { outbox } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { DAY_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { type SignedReceipt, signReceipt } from "#peer/protocol/receipt.ts"
import { signReport } from "#peer/protocol/report.ts"
import { peekTicket } from "#peer/protocol/ticket.ts"
import { makeUser } from "../support/catalog-world.ts"
import { type CarrierNode, clickThrough, type SaleWorld, wake } from "../support/sale-world.ts"
import { Killed, type KilledServer } from "./killed-server.ts"

export const PHASES = ["capture", "settlement", "payout"] as const
export type Phase = (typeof PHASES)[number]

export type Stage = {
  world: SaleWorld
  server: KilledServer
  /** The first one's link brought the buyer; both carry one half. */
  carriers: readonly [CarrierNode, CarrierNode]
}

const crypto = webCrypto()
/** Platform time passes this fast while something is waited for, so that every retry and poll comes due. */
const TICK_MS = 10 * SECOND_MS
const TICKS = 3_000
const BREATH_MS = 15

/** `arm` is called before each phase with its name. Answers the order, paid out. */
export async function walkSale(stage: Stage, arm: (phase: Phase) => Promise<void>): Promise<Id<"order">> {
  const { world } = stage
  const [fan] = stage.carriers
  await stage.server.revive()
  const paidBefore = await paidPayouts(world.db)
  const buyer = await makeUser(world.db, `buyer-${randomUUID()}@example.test`)
  const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
  await arm("capture")
  const orderId = await pay(stage, buyer.userId, click)
  await arm("settlement")
  await carry(stage, buyer.userId)
  pass(stage, 8 * DAY_MS)
  await until(stage, "settled", async (db) => {
    return (await db.select().from(settlements).where(eq(settlements.orderId, orderId))).length > 0
  })
  await arm("payout")
  pass(stage, 7 * DAY_MS)
  await until(stage, "paid out", (db) => isPaidOut(db, paidBefore))
  return orderId
}

async function pay(stage: Stage, buyerId: Id<"user">, click: string): Promise<Id<"order">> {
  const { server, world } = stage
  const form = { buyerId, titleId: world.titleId, clickIds: [click], requestKey: randomUUID() }
  const { orderId, approveUrl } = await again(stage, () => server.call("placeOrder", form))
  const token = new URL(approveUrl).searchParams.get("token")
  await fetch(`${world.standIn.url}/__control/orders/${token}/approve`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "buyer@paypal.example" }),
  })
  await server.call("captureOrder", { orderId }).catch((error: unknown) => returnLater(stage, orderId, error))
  await until(stage, "captured", async (db) => {
    const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
    return order?.state === "captured"
  })
  return orderId
}

/** The buyer's page died. He reloads it only if nothing was committed yet; else the server finishes without him. */
async function returnLater(stage: Stage, orderId: Id<"order">, error: unknown): Promise<void> {
  if (!(error instanceof Killed)) throw error
  await stage.server.revive()
  const key = `capture:${orderId}`
  const [intent] = await stage.world.db.select().from(outbox).where(eq(outbox.key, key))
  if (!intent) await stage.server.call("captureOrder", { orderId })
}

async function carry(stage: Stage, userId: Id<"user">): Promise<void> {
  const { server, world } = stage
  await again(stage, () => wake(world))
  const sessionKey = await crypto.generateSigningKey()
  const device = await crypto.generateDeviceKey()
  const asked = {
    userId,
    nodeId: null,
    kind: "purchase" as const,
    title: world.titleId,
    sessionKey: toB64url(sessionKey.publicKey),
    deviceKey: toB64url(device.publicKey),
    address: "127.0.200.1",
    originOnly: false,
  }
  const session = await again(stage, () => server.call("openSession", asked))
  const iat = Math.floor(world.clock.now().getTime() / 1000)
  const receipts: SignedReceipt[] = []
  for (const carrier of stage.carriers) {
    const { ticket } = session.carriers.find((c) => c.node_id === carrier.nodeId)!
    const receipt = await signReceipt(crypto, sessionKey, {
      final: true,
      seq: 1,
      ticket: peekTicket(ticket).jti,
      cumulativeBytes: BigInt(world.release.sizeBytes / 2),
      pieces: world.release.pieceCount / 2,
      atSeconds: iat,
      bitmapTag: new Uint8Array(4),
    })
    receipts.push(receipt)
    await again(stage, async () => {
      const [node] = await world.db.select().from(nodes).where(eq(nodes.id, carrier.nodeId))
      await server.call("acceptReceipts", { node: node!, batch: receipt.bytes })
    })
  }
  const obj = fromB64url(world.release.manifestHash, 32)
  const bitmapHash = new Uint8Array(32)
  const said = { ses: session.session_id, obj, receipts, originBytes: 0n, bitmapHash, complete: true, iat }
  const report = await signReport(said, sessionKey)
  const { licence } = await again(stage, () =>
    server.call("acceptReport", { userId, sessionId: session.session_id, report }),
  )
  if (!licence) throw new Error("no licence came with the complete copy")
}

/** Both carriers were paid once more, and no run is under way. */
async function isPaidOut(db: Db, paidBefore: number): Promise<boolean> {
  const open = await db.$count(payoutRuns, notInArray(payoutRuns.state, ["completed", "refused", "canceled"]))
  return open === 0 && (await paidPayouts(db)) === paidBefore + 2
}

const paidPayouts = (db: Db): Promise<number> => db.$count(payouts, eq(payouts.state, "paid"))

/** Calls again for as long as the server dies under the call; an embedded database goes down with it. */
async function again<T>(stage: Stage, call: () => Promise<T>): Promise<T> {
  for (;;) {
    await stage.server.revive()
    const kills = stage.server.kills
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof Killed)) await breathe()
      if (stage.server.kills === kills) throw error
    }
  }
}

function pass(stage: Stage, ms: number): void {
  stage.world.clock.advance(ms)
  stage.server.setClock(stage.world.clock.now())
}

/** Waits for something only the server can do, while platform time passes and a dead server is started again. */
async function until(stage: Stage, what: string, probe: (db: Db) => Promise<boolean>): Promise<void> {
  for (let tick = 0; tick < TICKS; tick++) {
    if (await again(stage, () => probe(stage.world.db))) return
    await breathe()
    pass(stage, TICK_MS)
  }
  throw new Error(`never ${what}`)
}

const breathe = () => new Promise((done) => setTimeout(done, BREATH_MS))
