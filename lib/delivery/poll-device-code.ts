/** Pairing, step three: the waiting node asks whether its owner has decided (RFC 8628 section 3.5). */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { deviceCodes, nodes } from "#db/schema/delivery.ts"
import type { Deps } from "#lib/deps.ts"
import { DEVICE_POLL_SECONDS, hashDeviceCode } from "./start-device-flow.ts"

export type DevicePoll =
  | { paired: { nodeId: string; owner: string; scopes: string[] } }
  | { error: "authorization_pending" | "slow_down" | "expired_token" | "access_denied" }

/** Half a second of grace: a node that keeps to the interval must never be told to slow down. */
const GRACE_MS = 500

export async function pollDeviceCode(deps: Pick<Deps, "db">, deviceCode: string): Promise<DevicePoll> {
  const now = new Date()
  const deviceHash = await hashDeviceCode(deviceCode)
  return inTx(deps.db, "poll-device-code", async (tx): Promise<DevicePoll> => {
    const [row] = await tx.select().from(deviceCodes).where(eq(deviceCodes.deviceHash, deviceHash)).for("update")
    if (!row || row.expiresAt <= now) return { error: "expired_token" }
    if (row.state === "denied") return { error: "access_denied" }
    await tx.update(deviceCodes).set({ polledAt: now }).where(eq(deviceCodes.deviceHash, deviceHash))
    if (row.state === "pending") {
      const hasty = row.polledAt && now.getTime() - row.polledAt.getTime() < DEVICE_POLL_SECONDS * 1000 - GRACE_MS
      return { error: hasty ? "slow_down" : "authorization_pending" }
    }
    const [node] = await tx
      .select({ id: nodes.id, scopes: nodes.scopes, owner: users.name, email: users.email })
      .from(nodes)
      .innerJoin(users, eq(users.id, nodes.ownerId))
      .where(eq(nodes.id, row.nodeId!))
    return { paired: { nodeId: node!.id, owner: node!.owner ?? node!.email, scopes: node!.scopes } }
  })
}
