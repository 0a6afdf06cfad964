/** A published title, carriers, buyers and the stand-in for PayPal in one process: for tests that follow a sale by use cases. */
import { randomBytes } from "node:crypto"
import { eq } from "drizzle-orm"
import type { Db } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { recordClicks } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { acceptReceipts } from "#lib/carriage/accept-receipts.ts"
import { acceptReport } from "#lib/carriage/accept-report.ts"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { grantPieces } from "#lib/delivery/grant-pieces.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { PayPalClient } from "#lib/paypal/client.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { signGrant } from "#peer/protocol/grant.ts"
import { joinReceipts, type SignedReceipt, signReceipt } from "#peer/protocol/receipt.ts"
import { signReport } from "#peer/protocol/report.ts"
import { peekTicket } from "#peer/protocol/ticket.ts"
import { startPayPalStandIn } from "../../sandbox/paypal/start.ts"
import { catalogWorld, makeTitle, makeUser, uploadRelease } from "./catalog-world.ts"

const crypto = webCrypto()
const PIECE = 256 * 1024

export type SaleWorld = Awaited<ReturnType<typeof saleWorld>>
export type CarrierNode = { nodeId: Id<"node">; ownerId: Id<"user">; email: string }
type Options = { priceCents?: number; pieces?: number; demoTerms?: "trial" | "timed" | "none" }

/** The release has `pieces` pieces of 256 KiB, the first two of them the trial part. Call `close` at the end. */
export async function saleWorld(db: Db, { priceCents = 3_000, pieces = 16, demoTerms = "trial" }: Options = {}) {
  const world = await catalogWorld(db)
  const standIn = await startPayPalStandIn({ dataDir: `${world.dataDir}/paypal`, processingMs: 20 })
  const paypal = new PayPalClient({ ...standIn, baseUrl: standIn.url })
  const dialBack = async () => ({ ok: true as const })
  const deps = { ...world.deps, paypal, dialBack }
  const { titleId } = await makeTitle(world, "tin-comet", demoTerms, priceCents)
  const releaseId = await uploadRelease(world, titleId, {
    trial: { "trial.bin": randomBytes(2 * (PIECE - 16)) },
    full: { "full.bin": randomBytes((pieces - 2) * (PIECE - 16)) },
  })
  await publishRelease(deps, { releaseId })
  await publishTitle(deps, { actor: world.actor, titleId })
  const release = await getReleaseForDelivery(db, releaseId)
  const close = async () => {
    paypal.close()
    await standIn.close()
    await world.close()
  }
  return { db, deps, clock: world.deps.clock, standIn, titleId, release, publisher: world.actor, close }
}

/** An owner with a confirmed payee and one node that stocks the release, alive, reached and proven. */
export async function makeCarrier(world: SaleWorld, n: number, vetted = true): Promise<CarrierNode> {
  const at = world.clock.now()
  const owner = await makeUser(world.db, `carrier${n}@example.test`)
  await makePayee(world, owner.userId, `carrier${n}@paypal.example`)
  const nodeId = newId("node", at)
  const key = await crypto.generateSigningKey()
  await world.db.insert(nodes).values({
    id: nodeId,
    ownerId: owner.userId,
    publicKey: toB64url(key.publicKey),
    name: `node ${n}`,
    state: "active",
    scopes: ["carry"],
    observedAddress: `127.0.${n}.1`,
    networkGroup: `127.0.${n}.0/24`,
    port: 4000,
    uplinkBytesPerSecond: 1 << 20,
    vettedAt: vetted ? at : null,
    createdAt: at,
  })
  await world.db.insert(stockings).values({
    nodeId,
    releaseId: world.release.id,
    wanted: true,
    wantedAt: at,
    piecesHeld: world.release.pieceCount,
    completeAt: at,
  })
  await wake(world)
  return { nodeId, ownerId: owner.userId, email: owner.email }
}

/** Every node is heard of, reached and proven now; to be called after the clock moved. */
export async function wake(world: SaleWorld): Promise<void> {
  const at = world.clock.now()
  await world.db.update(nodes).set({ lastHeartbeatAt: at, reachedAt: at })
  await world.db.update(stockings).set({ provenAt: at })
}

export async function makePayee(world: SaleWorld, userId: Id<"user">, paypalEmail: string): Promise<void> {
  const at = world.clock.now()
  await world.db.insert(payees).values({ userId, paypalEmail, confirmedAt: at, changedAt: at })
}

/** A fan's link to the title and one click on it. */
export async function clickThrough(world: SaleWorld, fan: { userId: Id<"user">; email: string }): Promise<string> {
  const actor = { ...fan, roles: ["fan" as const] }
  const link = await createLink(world.deps, { actor, titleId: world.titleId, siteId: null, subId: null })
  const id = newClickId(world.clock.now())
  await recordClicks(world.db, [
    {
      id,
      linkId: link.linkId,
      at: world.clock.now(),
      subId: null,
      deepPath: null,
      refererHost: "blog.example",
      flag: null,
      visitHash: id,
    },
  ])
  return id
}

/** Places the order and approves it at the stand-in; the caller captures. */
export async function placeAndApprove(
  world: SaleWorld,
  buyerId: Id<"user">,
  clickIds: readonly string[],
  payer: string,
) {
  const placed = await placeOrder(world.deps, {
    buyerId,
    titleId: world.titleId,
    clickIds,
    requestKey: globalThis.crypto.randomUUID(),
  })
  const token = new URL(placed.approveUrl).searchParams.get("token")
  const answer = await fetch(`${world.standIn.url}/__control/orders/${token}/approve`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: payer }),
  })
  if (!answer.ok) throw new Error(`the stand-in refused the approval: ${answer.status}`)
  return placed.orderId
}

export async function buy(
  world: SaleWorld,
  buyerId: Id<"user">,
  clickIds: readonly string[] = [],
  payer = "buyer@paypal.example",
) {
  const orderId = await placeAndApprove(world, buyerId, clickIds, payer)
  const result = await captureOrder(world.deps, { orderId })
  if (result.state !== "captured") throw new Error(`not captured: ${result.state}`)
  return orderId
}

/** Bytes each node carried; what is missing to the whole comes from the origin in whole pieces. */
export type Carried = readonly (readonly [nodeId: string, bytes: number])[]

/** One complete download: session, signed receipts handed in by the carriers, origin grants, report. */
export async function download(world: SaleWorld, userId: Id<"user">, kind: "demo" | "purchase", carried: Carried) {
  const sessionKey = await crypto.generateSigningKey()
  const device = await crypto.generateDeviceKey()
  const session = await openSession(world.deps, {
    userId,
    nodeId: null,
    kind,
    title: world.titleId,
    sessionKey: toB64url(sessionKey.publicKey),
    deviceKey: toB64url(device.publicKey),
    address: "127.0.200.1",
    originOnly: false,
  })
  const receipts: SignedReceipt[] = []
  for (const [nodeId, bytes] of carried) {
    const carrier = session.carriers.find((c) => c.node_id === nodeId)
    if (!carrier) throw new Error(`${nodeId} was not chosen`)
    const receipt = await signReceipt(crypto, sessionKey, {
      final: true,
      seq: 1,
      ticket: peekTicket(carrier.ticket).jti,
      cumulativeBytes: BigInt(bytes),
      pieces: Math.ceil(bytes / world.release.pieceBytes),
      atSeconds: seconds(world),
      bitmapTag: new Uint8Array(4),
    })
    receipts.push(receipt)
    const [node] = await world.db
      .select()
      .from(nodes)
      .where(eq(nodes.id, nodeId as Id<"node">))
    const answer = await acceptReceipts(world.deps, { node: node!, batch: receipt.bytes })
    if (answer.refused.length > 0) throw new Error(`refused: ${answer.refused[0]!.code}`)
  }
  await takeFromOrigin(world, session.session_id as Id<"session">, sessionKey, receipts, carried)
  const report = await signReport(
    {
      ses: session.session_id,
      obj: fromB64url(world.release.manifestHash, 32),
      receipts,
      originBytes: 0n,
      bitmapHash: new Uint8Array(32),
      complete: true,
      iat: seconds(world),
    },
    sessionKey,
  )
  const answer = await acceptReport(world.deps, { userId, sessionId: session.session_id, report })
  return { session, receipts, sessionKey, licence: answer.licence }
}

async function takeFromOrigin(
  world: SaleWorld,
  ses: Id<"session">,
  sessionKey: Awaited<ReturnType<typeof crypto.generateSigningKey>>,
  receipts: SignedReceipt[],
  carried: Carried,
): Promise<void> {
  const missing = world.release.sizeBytes - carried.reduce((n, [, bytes]) => n + bytes, 0)
  const count = Math.ceil(missing / world.release.pieceBytes)
  if (count <= 0) return
  const pieces = Array.from({ length: count }, (_, i) => i)
  const grant = { ses, pieces, progress: joinReceipts(receipts), iat: seconds(world) }
  await grantPieces(world.deps, { ...grant, sig: await signGrant(crypto, sessionKey, grant) })
}

const seconds = (world: SaleWorld): number => Math.floor(world.clock.now().getTime() / 1000)
