/** Pairing a node, step one (RFC 8628): the node shows that it holds its key and gets a code its owner types. */

import { eq, lt } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { deviceCodes, nodes } from "#db/schema/delivery.ts"
import { countAttempt } from "#lib/auth/attempt-limit.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { newUserCode, verifyDeviceProof } from "#peer/protocol/device.ts"
import { refuseProtocol } from "./refuse-protocol.ts"

/** RFC 8628 leaves both to the server: long enough to find the laptop, short enough that guessing 20^8 codes is hopeless. */
export const DEVICE_CODE_LIFE_MS = 15 * MINUTE_MS
export const DEVICE_POLL_SECONDS = 2

export type StartDeviceFlow = {
  publicKey: string
  name: string
  scopes: readonly string[]
  proof: string
  address: string
}
export type DeviceFlow = { deviceCode: string; userCode: string; expiresInSeconds: number; intervalSeconds: number }

/**
 * Pairing runs on real time, like every sign-in. Refuses a key that another node has, a proof that does not hold, and
 * `too_many` of one key or network: a stranger must not fill the table.
 */
export async function startDeviceFlow(deps: Pick<Deps, "db" | "config">, input: StartDeviceFlow): Promise<DeviceFlow> {
  const now = new Date()
  checkName(input.name)
  await checkProof(deps, input, now)
  await countAttempt(deps.db, "pair", { account: input.publicKey, address: input.address })
  const deviceCode = toB64url(webCrypto().randomBytes(32))
  const userCode = newUserCode(webCrypto())
  await inTx(deps.db, "start-device-flow", async (tx) => {
    const [taken] = await tx.select({ id: nodes.id }).from(nodes).where(eq(nodes.publicKey, input.publicKey))
    if (taken) throw new AppError("already_exists", "This node is paired already.")
    await tx.delete(deviceCodes).where(lt(deviceCodes.expiresAt, now))
    await tx.insert(deviceCodes).values({
      deviceHash: await hashDeviceCode(deviceCode),
      userCode,
      publicKey: input.publicKey,
      name: input.name,
      scopes: [...input.scopes],
      address: input.address,
      state: "pending",
      expiresAt: addMs(now, DEVICE_CODE_LIFE_MS),
    })
  })
  return { deviceCode, userCode, expiresInSeconds: DEVICE_CODE_LIFE_MS / 1000, intervalSeconds: DEVICE_POLL_SECONDS }
}

/** The approval page shows it to be trusted: no control characters, and no marks that turn text around. */
function checkName(name: string): void {
  if (!/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name)) return
  throw new AppError("invalid_input", "A node's name is one line of visible characters.", { field: "name" })
}

async function checkProof(deps: Pick<Deps, "config">, input: StartDeviceFlow, now: Date): Promise<void> {
  await refuseProtocol(() =>
    verifyDeviceProof(input.proof, {
      name: input.name,
      publicKey: fromB64url(input.publicKey, 32),
      origin: deps.config.publicUrl,
      nowSeconds: Math.floor(now.getTime() / 1000),
    }),
  )
}

export async function hashDeviceCode(deviceCode: string): Promise<string> {
  return toB64url(await webCrypto().sha256(new TextEncoder().encode(deviceCode)))
}
