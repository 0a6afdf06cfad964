/** Sets the stage for walked sales and counts, after one, what the ledger and the stand-in's own book say it moved. */
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { eq } from "drizzle-orm"
import { type DatabaseAddress, type Db, openDatabase } from "#db/client.ts"
import { startEmbedded } from "#db/embedded.ts"
import { migrateDatabase } from "#db/migrate.ts"
import { settlements } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { commissions, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import { mails } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { trialBalance } from "#lib/ledger/queries.ts"
import { makeCarrier, saleWorld } from "../support/sale-world.ts"
import { KilledServer } from "./killed-server.ts"
import type { Start } from "./server-process.ts"
import { PHASES, type Phase, type Stage, walkSale } from "./walked-sale.ts"

/** Nothing matures at the settlement on day 8, all has matured at the payout on day 15. */
const HOLD_DAYS = 9

export type OpenStage = Stage & { close(): Promise<void> }

/** With a database that outlives the server. */
export async function openStage(db: Db, address: DatabaseAddress): Promise<OpenStage> {
  const world = await saleWorld(db)
  const carriers = [await makeCarrier(world, 1), await makeCarrier(world, 2)] as const
  const server = new KilledServer(() => startOf(world, address))
  const close = async () => {
    await server.stop()
    await world.close()
  }
  return { world, carriers, server, close }
}

/** With an embedded database on disk that the server itself holds, and that dies with it. */
export async function openEmbeddedStage(): Promise<OpenStage> {
  const folder = await mkdtemp(join(tmpdir(), "crash-"))
  const before = await startEmbedded(folder)
  const setting = openDatabase(before.address)
  await migrateDatabase(setting)
  const made = await saleWorld(setting.db)
  const carriers = [await makeCarrier(made, 1), await makeCarrier(made, 2)] as const
  await setting.close()
  await before.stop()
  const database = openDatabase(before.address, () => undefined)
  const world = { ...made, db: database.db, deps: { ...made.deps, db: database.db } }
  const server = new KilledServer(() => startOf(world, { folder }))
  const close = async () => {
    await database.close()
    await server.stop()
    await world.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { world, carriers, server, close }
}

function startOf(world: Stage["world"], database: Start["database"]): Start {
  const { clientId, clientSecret, url, webhookId } = world.standIn
  return {
    database,
    dataDir: world.deps.config.dataDir,
    paypal: { clientId, clientSecret, url, webhookId },
    holdDays: HOLD_DAYS,
    at: world.clock.now(),
  }
}

/** A point of a phase at which the server can die: `tx.NAME.commit`, `paypal.METHOD.after` and so on. */
export type Point = { phase: Phase; name: string }

/** One sale during which the server writes down every point it passes; and what that sale moved. */
export async function recordPoints(stage: Stage): Promise<{ points: Point[]; moved: Moved }> {
  const file = (phase: Phase) => join(stage.world.deps.config.dataDir, `points-${phase}`)
  const moved = await moveOneSale(stage, (phase) => stage.server.arm(`record:${file(phase)}`))
  await stage.server.arm("")
  const points: Point[] = []
  for (const phase of PHASES) {
    const names = (await readFile(file(phase), "utf8")).split("\n").filter(Boolean)
    for (const name of new Set(names)) points.push({ phase, name })
  }
  return { points, moved }
}

/** One sale during which the server dies at the point, once. */
export async function dieAt(stage: Stage, point: Point): Promise<Moved> {
  return moveOneSale(stage, async (phase) => {
    if (phase === point.phase) await stage.server.arm(point.name)
  })
}

export type Moved = Awaited<ReturnType<typeof moveOneSale>>

/** Walks one sale and answers all it left behind, in figures that do not depend on ids. */
async function moveOneSale(stage: Stage, arm: (phase: Phase) => Promise<void>) {
  const { world } = stage
  await stage.server.revive()
  const before = await balances(world.db)
  const paidBefore = new Set((await world.db.select({ id: payouts.id }).from(payouts)).map((p) => p.id))
  const orderId = await walkSale(stage, arm)
  const after = await balances(world.db)
  const book = await readBook(world.standIn.url)
  const fresh = (await world.db.select().from(payouts)).filter((p) => !paidBefore.has(p.id))
  return {
    accounts: differences(before, after),
    trialMicros: (await trialBalance(world.db)).sumMicros,
    captures: book.captures.filter((c) => c.custom_id === orderId).map((c) => [c.status, c.value]),
    payouts: fresh.map((p) => [p.receiver, p.state, `${p.amountCents}`, book.payouts[p.id]?.times_paid]).sort(),
    paidTwice: Object.entries(book.payouts).filter(([, paid]) => paid.times_paid !== 1),
    unknownToUs: Object.keys(book.payouts).length - (await world.db.select().from(payouts)).length,
    ...(await rowsOf(world.db, orderId)),
  }
}

async function rowsOf(db: Db, orderId: Id<"order">) {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  const transactions = await db.select().from(ledgerTransactions).where(eq(ledgerTransactions.orderId, orderId))
  const settled = await db.select().from(settlements).where(eq(settlements.orderId, orderId))
  const lines = await db.select().from(commissions).where(eq(commissions.orderId, orderId))
  const rights = await db.select().from(entitlements).where(eq(entitlements.orderId, orderId))
  const told = (await db.select().from(mails)).filter((m) => m.text.includes(orderId))
  return {
    state: order?.state,
    transactions: transactions.map((t) => t.kind).sort(),
    settlements: settled.map((s) => `${s.totalMicros} ${s.flags}`),
    lines: lines.map((l) => `${l.kind} ${l.amountMicros}`).sort(),
    rights: rights.map((r) => `${r.kind} ${r.state}`),
    mails: told.map((m) => m.kind),
  }
}

type Book = {
  captures: { custom_id: string; status: string; value: string }[]
  payouts: Record<string, { times_paid: number }>
}
const readBook = async (url: string): Promise<Book> => (await fetch(`${url}/__control/ledger`)).json()

/** By account; accounts of one order or payout, whose names differ each time, under one name. */
async function balances(db: Db): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>()
  for (const { account, balanceMicros } of (await trialBalance(db)).accounts) {
    const name = account.replace(/^(carriage_pool|in_transit):.*/, "$1")
    sums.set(name, (sums.get(name) ?? 0n) + balanceMicros)
  }
  return sums
}

function differences(before: Map<string, bigint>, after: Map<string, bigint>): Record<string, bigint> {
  return Object.fromEntries([...after].map(([name, sum]) => [name, sum - (before.get(name) ?? 0n)]))
}
