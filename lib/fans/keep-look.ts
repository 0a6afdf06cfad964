/** Writes down what a look at a site found, who has its mark now, and tells whom it concerns. */
import { and, eq, ne, sql } from "drizzle-orm"
import { type Db, inTx, type Tx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { tellPrograms } from "#lib/notices/tell-programs.ts"
import type { Look } from "./look-for-proof.ts"
import type { Proof } from "./proof-queries.ts"
import { placeOf } from "./site-place.ts"
import { afterLook, isStronger, type ProofMethod } from "./site-proof-state.ts"

export type Looked = {
  siteId: Id<"site">
  /** As it was when we set out; the site may have moved since. */
  token: string
  method: ProofMethod
  look: Look
  at: Date
  /** The fan pressed, and sees the answer. */
  asked: boolean
}

/** Errors: not_found where the site moved or went while we looked. */
export function keepLook(db: Db, looked: Looked): Promise<Proof> {
  return inTx(db, "keep-site-proof", async (tx) => {
    const site = await lockSite(tx, looked)
    const before = await rowOf(tx, looked.siteId)
    if (before && keepsStanding(before, looked)) return before
    const { place } = placeOf(site.url)
    const failure = looked.look.failure ?? (await takePlace(tx, looked, site.ownerId, place))
    return write(tx, { ...looked, look: { ...looked.look, failure } }, { ...site, place, before })
  })
}

/** Trying another way neither endangers the one that holds, nor puts a weaker one in its place. */
const keepsStanding = (before: Proof, { method, look }: Looked): boolean =>
  before.state === "proved" && method !== before.method && (look.failure !== null || isStronger(before.method, method))

type Site = { ownerId: Id<"user">; url: string }

async function lockSite(tx: Tx, { siteId, token }: Looked): Promise<Site> {
  const [site] = await tx
    .select({ ownerId: sites.ownerId, url: sites.url })
    .from(sites)
    .where(and(eq(sites.id, siteId), eq(sites.proofToken, token)))
    .for("update")
  if (!site) throw new AppError("not_found", "The site has moved meanwhile; look at its new address.")
  return site
}

async function rowOf(tx: Tx, siteId: Id<"site">): Promise<Proof | null> {
  const [row] = await tx.select().from(siteProofs).where(eq(siteProofs.siteId, siteId))
  return row ?? null
}

/** The newest proof has the mark; the one before it hears so. Gives why it could not be taken. */
async function takePlace(tx: Tx, looked: Looked, ownerId: Id<"user">, place: string): Promise<"taken" | null> {
  // Two fans who prove one place in the same moment come one after the other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`site-proof ${place}`}, 0))`)
  const [holder] = await tx
    .select({ proof: siteProofs, ownerId: sites.ownerId })
    .from(siteProofs)
    .innerJoin(sites, eq(sites.id, siteProofs.siteId))
    .where(and(eq(siteProofs.place, place), eq(siteProofs.state, "proved"), ne(siteProofs.siteId, looked.siteId)))
  if (!holder) return null
  if (isStronger(holder.proof.method, looked.method)) return "taken"
  const { siteId } = holder.proof
  await tx
    .update(siteProofs)
    .set({ state: "lost", failure: "taken", failingSince: looked.at, nextCheckAt: null })
    .where(eq(siteProofs.siteId, siteId))
  const key = `site-taken ${siteId} ${looked.at.toISOString()}`
  if (holder.ownerId !== ownerId)
    await notify(tx, { userId: holder.ownerId, kind: "site-taken", key, payload: { place, siteId }, at: looked.at })
  return null
}

type Around = Site & { place: string; before: Proof | null }

async function write(tx: Tx, { siteId, method, look, at, asked }: Looked, around: Around): Promise<Proof> {
  const { before, place, ownerId } = around
  const standing = before ?? { state: "waiting" as const, askedAt: at, provedAt: null, failures: 0, failingSince: null }
  const askedAt = asked ? at : standing.askedAt
  const { tell, ...next } = afterLook({ ...standing, askedAt }, look.failure, at)
  const { state, provedAt, failures, failingSince, nextCheckAt } = next
  const kept = { method, place, ...look, state, provedAt, failures, failingSince, nextCheckAt, askedAt, checkedAt: at }
  const [row] = await tx
    .insert(siteProofs)
    .values({ siteId, ...kept })
    .onConflictDoUpdate({ target: siteProofs.siteId, set: kept })
    .returning()
  const kind = tell === null || asked ? null : (`site-${tell}` as const)
  const key = `${kind} ${siteId} ${at.toISOString()}`
  if (kind) await notify(tx, { userId: ownerId, kind, key, payload: { place, siteId }, at })
  // Programs hear it also when the fan pressed.
  const type = tell === "found" ? "site.verified" : tell === "lost" ? "site.lost" : null
  if (type)
    await tellPrograms(tx, [{ userId: ownerId, type, key: `${siteId} ${at.toISOString()}`, about: { siteId }, at }])
  return row!
}
