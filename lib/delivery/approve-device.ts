/** Pairing, step two: the owner, signed in, sees which node asks and what for, and approves or denies it. */
import { and, eq, gt } from "drizzle-orm"
import { type DbOrTx, inTx } from "#db/client.ts"
import { deviceCodes, nodes } from "#db/schema/delivery.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"
import { fromB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { fingerprint, readUserCode } from "#peer/protocol/device.ts"

export type DeviceRequest = { userCode: string; name: string; address: string; fingerprint: string; scopes: string[] }

/** What the approval page shows; `not_found` when the code is wrong, used or over. */
export async function findDeviceRequest(db: DbOrTx, typedCode: string): Promise<DeviceRequest> {
  const row = await pendingRow(db, typedCode)
  return {
    userCode: row.userCode,
    name: row.name,
    address: row.address,
    fingerprint: await fingerprint(webCrypto(), fromB64url(row.publicKey, 32)),
    scopes: row.scopes,
  }
}

async function pendingRow(db: DbOrTx, typedCode: string, lock = false): Promise<typeof deviceCodes.$inferSelect> {
  const userCode = readUserCode(typedCode)
  if (!userCode) throw nobodyWaits()
  const alive = and(
    eq(deviceCodes.userCode, userCode),
    eq(deviceCodes.state, "pending"),
    gt(deviceCodes.expiresAt, new Date()),
  )
  const query = db.select().from(deviceCodes).where(alive)
  const [row] = await (lock ? query.for("update") : query)
  if (!row) throw nobodyWaits()
  return row
}

const nobodyWaits = () =>
  new AppError("not_found", "No node is waiting with this code. Codes last 15 minutes; run login again.")

/**
 * Registers the node to its owner; its key cannot change afterwards. `scopes` is what the owner ticked. Of two who approve
 * at once one is told `not_found`; `already_exists` when the key was paired meanwhile by another code.
 */
export async function approveDevice(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; userCode: string; scopes: readonly ("carry" | "library")[] },
): Promise<{ nodeId: Id<"node"> }> {
  const at = deps.clock.now()
  return inTx(deps.db, "approve-device", async (tx) => {
    const row = await pendingRow(tx, input.userCode, true)
    const nodeId = newId("node", at)
    const scopes = row.scopes.filter((s) => (input.scopes as readonly string[]).includes(s))
    const { publicKey, name } = row
    const registered = await tx
      .insert(nodes)
      .values({ id: nodeId, ownerId: input.actor.userId, publicKey, name, state: "active", scopes, createdAt: at })
      .onConflictDoNothing({ target: nodes.publicKey })
      .returning({ id: nodes.id })
    if (registered.length === 0) throw new AppError("already_exists", "This node is paired already.")
    await tx.update(deviceCodes).set({ state: "approved", nodeId }).where(eq(deviceCodes.deviceHash, row.deviceHash))
    await recordActivity(tx, { userId: input.actor.userId, kind: "node", payload: { nodeId, name: row.name }, at })
    const news = { userId: input.actor.userId, key: `paired:${nodeId}`, payload: { node: row.name }, at }
    await notify(tx, { ...news, kind: "node-paired" })
    return { nodeId }
  })
}

export async function denyDevice(deps: Pick<Deps, "db">, userCode: string): Promise<void> {
  await inTx(deps.db, "deny-device", async (tx) => {
    const row = await pendingRow(tx, userCode, true)
    await tx.update(deviceCodes).set({ state: "denied" }).where(eq(deviceCodes.deviceHash, row.deviceHash))
  })
}
