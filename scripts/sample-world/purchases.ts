/** Purchases and demos: a click, an order, an approval at the stand-in for PayPal, a capture, a download by one's own node. */
import { createHash } from "node:crypto"
import { rm } from "node:fs/promises"
import { typeCode } from "#lib/attribution/type-code.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { findLiveEntitlement } from "#lib/entitlements/queries.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { FanKey } from "./cast.ts"
import { buyerPlace } from "./nodes.ts"
import { visit } from "./visits.ts"
import { actorOf, eachAtMost, type World } from "./world.ts"

export type Purchase = {
  /** Number of the buyer: of the browser, of the machine, of its network. */
  number: number
  email: string
  slug: string
  /** Whose button was pressed; null: nobody's. */
  through: FanKey | null
  /** A creator code the buyer types before paying. */
  code?: string
  /** How it is downloaded; null when it is here already. */
  download: "swarm" | "origin" | null
}

/** Idempotent: what was bought, or downloaded, is not again. */
export async function buy(world: World, purchase: Purchase): Promise<void> {
  const { deps } = world
  const { userId } = await actorOf(world, purchase.email)
  const title = (await findTitleBySlug(deps.db, purchase.slug))!
  const live = await findLiveEntitlement(deps.db, { userId, titleId: title.id, at: deps.clock.now() })
  if (live?.kind !== "purchase") {
    const clickIds = purchase.through
      ? await visit(world, { fan: purchase.through, slug: purchase.slug, visitor: purchase.number })
      : []
    if (purchase.code) await typeSaid(world, userId, purchase.code)
    const order = await placeOrder(deps, { buyerId: userId, titleId: title.id, clickIds, requestKey: keyOf(purchase) })
    await approve(world, order.approveUrl, purchase.email)
    const captured = await captureOrder(deps, { orderId: order.orderId })
    if (captured.state !== "captured") throw new Error(`the order of ${purchase.slug} is ${captured.state}`)
  }
  if (purchase.download) await download(world, purchase)
}

async function typeSaid({ deps }: World, buyerId: Id<"user">, code: string): Promise<void> {
  await typeCode(deps, { buyerId, code, address: "127.0.0.1", place: "checkout", titleId: null })
}

/** A click, a free demo, and its download. */
export async function tryOut(world: World, purchase: Purchase): Promise<void> {
  const { deps } = world
  const { userId } = await actorOf(world, purchase.email)
  const title = (await findTitleBySlug(deps.db, purchase.slug))!
  const clickIds = purchase.through
    ? await visit(world, { fan: purchase.through, slug: purchase.slug, visitor: purchase.number })
    : []
  await startDemo(deps, { userId, titleId: title.id, clickIds })
  await download(world, purchase)
}

/** The same purchase is the same order, also when this is begun again after a crash. */
function keyOf({ email, slug }: Purchase): string {
  const hex = createHash("sha256").update(`sample purchase ${email} ${slug}`).digest("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** What the buyer's press on the stand-in's page does. */
async function approve({ deps }: World, approveUrl: string, email: string): Promise<void> {
  const token = new URL(approveUrl).searchParams.get("token")
  const answer = await fetch(`${deps.config.paypal.baseUrl}/__control/orders/${token}/approve`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  })
  // Paid already: the process died between the capture and its record.
  if (!answer.ok && answer.status !== 400) throw new Error(`approving ${token} at PayPal: ${answer.status}`)
}

async function download(world: World, { number, email, slug, download }: Purchase): Promise<void> {
  await pairMachine(world, { number, email })
  const place = buyerPlace(world.deps.config.dataDir, number)
  await world.nodes.get(place, slug, { originOnly: download === "origin" })
}

type Machine = Pick<Purchase, "number" | "email">

async function pairMachine(world: World, { number, email }: Machine): Promise<void> {
  const owner = await actorOf(world, email)
  const name = `machine of ${email.split("@")[0]}`
  await world.nodes.pair(world, buyerPlace(world.deps.config.dataDir, number), owner, name, ["carry", "library"])
}

/** All at once: most of a login is waiting. */
export async function pairMachines(world: World, machines: readonly Machine[]): Promise<void> {
  await eachAtMost(4, machines, (machine) => pairMachine(world, machine))
}

/** The buyers' machines leave the story; what they signed is with the platform. */
export async function dropMachines({ deps }: World, machines: readonly Machine[]): Promise<void> {
  for (const { number } of machines)
    await rm(buyerPlace(deps.config.dataDir, number).folder, { recursive: true, force: true })
}
