/** Pairing, step two: the owner, signed in, sees which node asks and what for, and approves or denies it. */
import { and, eq, gt } from "drizzle-orm"
import { type DbOrTx, inTx } from "#db/client.ts"
import { deviceCodes, nodes } from "#db/schema/delivery.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
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

async function pendingRow(db: DbOrTx, typedCode: string): Promise<typeof deviceCodes.$inferSelect> {
  const userCode = readUserCode(typedCode)
  const [row] = userCode
    ? await db
        .select()
        .from(deviceCodes)
        .where(
          and(
            eq(deviceCodes.userCode, userCode),
            eq(deviceCodes.state, "pending"),
            gt(deviceCodes.expiresAt, new Date()),
          ),
        )
    : []
  if (!row)
    throw new AppError("not_found", "No node is waiting with this code. Codes last 15 minutes; run login again.")
  return row
}

/** Registers the node to its owner; its key cannot change afterwards. `scopes` is what the owner ticked. */
export async function approveDevice(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; userCode: string; scopes: readonly ("carry" | "library")[] },
): Promise<{ nodeId: Id<"node"> }> {
  const at = deps.clock.now()
  return inTx(deps.db, "approve-device", async (tx) => {
    const row = await pendingRow(tx, input.userCode)
    const nodeId = newId("node", at)
    const scopes = row.scopes.filter((s) => (input.scopes as readonly string[]).includes(s))
    await tx.insert(nodes).values({
      id: nodeId,
      ownerId: input.actor.userId,
      publicKey: row.publicKey,
      name: row.name,
      state: "active",
      scopes,
      createdAt: at,
    })
    await tx.update(deviceCodes).set({ state: "approved", nodeId }).where(eq(deviceCodes.deviceHash, row.deviceHash))
    await recordActivity(tx, { userId: input.actor.userId, kind: "node", payload: { nodeId, name: row.name }, at })
    return { nodeId }
  })
}

export async function denyDevice(deps: Pick<Deps, "db">, userCode: string): Promise<void> {
  await inTx(deps.db, "deny-device", async (tx) => {
    const row = await pendingRow(tx, userCode)
    await tx.update(deviceCodes).set({ state: "denied" }).where(eq(deviceCodes.deviceHash, row.deviceHash))
  })
}
