/** Time passes in the sample world: the clock is moved, and everybody who follows it is waited for. */
import { moveClock } from "#lib/clock/move-clock.ts"
import { listNodes, shelf } from "#lib/delivery/queries.ts"
import { addDays, addMs, DAY_MS, HOUR_MS, isBefore } from "#lib/kernel/period.ts"
import { countDueWork } from "#lib/operate/queries.ts"
import { CARRIERS, FANS } from "./cast.ts"
import { carrierPlace } from "./nodes.ts"
import { actorOf, until, type World } from "./world.ts"

/** Days and hours after the beginning of the history. */
export const dayOf = (world: World, days: number, hours = 0): Date =>
  addMs(addDays(world.progress.epoch, days), hours * HOUR_MS)

/** Moves to an instant; one that has passed already is fine. Then waits until all of the world is there. */
export async function moveTo(world: World, instant: Date): Promise<void> {
  const { deps } = world
  const byMs = instant.getTime() - deps.clock.now().getTime()
  if (byMs > 0) {
    const { offsetMs } = await moveClock(deps, { byMs })
    await until("our own clock", () => deps.clock.offsetMs() === offsetMs)
    await until("the web's clock", async () => (await webOffset(world)) === offsetMs)
    await until("the stand-in's clock", async () => (await paypalOffset(world)) === offsetMs)
  }
  await carriersReady(world)
  await workDone(world)
}

async function webOffset({ deps }: World): Promise<number> {
  const { clock } = (await (await fetch(`http://127.0.0.1:${deps.config.port}/api/v1/clock`)).json()) as {
    clock: string
  }
  const payload = JSON.parse(Buffer.from(clock.split(".")[1]!, "base64url").toString()) as { offset_ms: number }
  return payload.offset_ms
}

async function paypalOffset({ deps }: World): Promise<number> {
  const answer = await fetch(`${deps.config.paypal.baseUrl}/__control/clock`)
  return ((await answer.json()) as { offset_ms: number }).offset_ms
}

/** Every running carrier was heard of, reached, and has proved what it holds. */
export async function carriersReady(world: World): Promise<void> {
  for (const number of world.nodes.running)
    await until(`carrier ${number} to be heard of`, () => isReady(world, number))
}

async function isReady(world: World, number: number): Promise<boolean> {
  const { deps } = world
  const now = deps.clock.now()
  const node = await nodeOf(world, number, now)
  if (!node?.alive || !node.reachable) return false
  const held = (await shelf(deps.db, node.ownerId)).filter((item) => item.nodeId === node.nodeId && item.wanted)
  return held.every((item) => item.completeAt && item.provenAt && isBefore(now, addMs(item.provenAt, DAY_MS)))
}

async function nodeOf(world: World, number: number, now: Date) {
  const { deps, nodes } = world
  const { userId: ownerId } = await actorOf(world, FANS[CARRIERS[number - 1]!].email)
  const nodeId = nodes.idOf(carrierPlace(deps.config.dataDir, number))
  const node = (await listNodes(deps.db, ownerId, now)).find((one) => one.nodeId === nodeId)
  return node ? { ...node, ownerId } : null
}

/** Passed audits over a day: from then on it may carry whole releases. */
export async function vetted(world: World, number: number): Promise<void> {
  const isVetted = async () => (await nodeOf(world, number, world.deps.clock.now()))?.vettedAt != null
  await until(`carrier ${number} to be vetted`, isVetted)
}

/** Settlements and payouts that are due by now are made by the web process's jobs; history waits for them. */
export async function workDone({ deps }: World): Promise<void> {
  await until("the work that is due", async () => (await countDueWork(deps.db, deps.clock.now())) === 0)
}
