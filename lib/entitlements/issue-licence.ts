/** Issues a licence: the content keys an account has a right to, signed and encrypted to one device. */
import { eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { licences } from "#db/schema/entitlements.ts"
import { contentKeys } from "#lib/catalog/content-keys.ts"
import { currentRelease, type DeliverableRelease, getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { type Licence, sealLicence } from "#peer/protocol/licence.ts"
import { type Entitlement, findLiveEntitlement } from "./queries.ts"

type LicenceDeps = Pick<Deps, "db" | "clock" | "keys">
export type IssuedLicence = { licence: string; mode: "demo" | "owned"; expiresAt: Date | null }

/** `not_found` without a live right; a demo of the `trial` kind gets the trial key only, so the limit is mathematics. */
export async function issueLicence(
  deps: LicenceDeps,
  input: { userId: Id<"user">; titleId: Id<"title">; deviceKey: string },
): Promise<IssuedLicence> {
  const at = deps.clock.now()
  const right = await findLiveEntitlement(deps.db, { ...input, at })
  if (!right) throw new AppError("not_found", "Your account has no running demo and no purchase of this title.")
  const release = right.releaseId
    ? await getReleaseForDelivery(deps.db, right.releaseId)
    : await currentRelease(deps.db, input.titleId)
  if (!release) throw new AppError("not_found", "This title has no published release.")
  refuseTakenDown(release.titleState)
  const licence = await drawLicence(deps, right, release, input.deviceKey)
  await inTx(deps.db, "issue-licence", async (tx) => {
    await tellOfDevice(tx, right, input.deviceKey, at)
    await tx.insert(licences).values({
      jti: licence.jti,
      entitlementId: right.id,
      releaseId: release.id,
      deviceKey: input.deviceKey,
      mode: licence.mode,
      issuedAt: at,
      expiresAt: right.endsAt,
    })
  })
  return {
    licence: await sealLicence(licence, await deps.keys.signingKey("licence")),
    mode: licence.mode,
    expiresAt: right.endsAt,
  }
}

/** The first device is the one the person sits at; every other one is told of, once. */
async function tellOfDevice(tx: Tx, right: Entitlement, deviceKey: string, at: Date): Promise<void> {
  const known = await tx
    .selectDistinct({ deviceKey: licences.deviceKey })
    .from(licences)
    .where(eq(licences.entitlementId, right.id))
  if (known.length === 0 || known.some((l) => l.deviceKey === deviceKey)) return
  const [title] = await tx
    .select({ title: titles.name, slug: titles.slug })
    .from(titles)
    .where(eq(titles.id, right.titleId))
  const key = `device:${right.id}:${deviceKey}`
  if (title) await notify(tx, { userId: right.userId, kind: "new-device", key, payload: title, at })
}

async function drawLicence(
  deps: LicenceDeps,
  right: Entitlement,
  release: DeliverableRelease,
  deviceKey: string,
): Promise<Licence> {
  const mode = right.kind === "purchase" ? "owned" : "demo"
  return {
    sub: right.userId,
    ttl: right.titleId,
    rel: release.id,
    ver: release.version,
    mode,
    keys: await keysFor(deps, right, release),
    nbf: Math.floor(right.startsAt.getTime() / 1000),
    ...(right.endsAt ? { exp: Math.floor(right.endsAt.getTime() / 1000) } : {}),
    jti: toB64url(webCrypto().randomBytes(16)),
    deviceKey: fromB64url(deviceKey, 32),
  }
}

async function keysFor(deps: LicenceDeps, right: Entitlement, release: DeliverableRelease) {
  const keys = await contentKeys(deps, release.id)
  if (right.kind === "purchase") return keys
  if (release.demoTerms === "timed") return keys
  if (!keys.trial) throw new AppError("not_found", "This release has no trial part yet; the publisher has to add one.")
  return { trial: keys.trial }
}
