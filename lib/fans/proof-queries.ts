/** Questions about whose a site is. */
import { and, eq, isNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { links, sites } from "#db/schema/fans.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type Proof = typeof siteProofs.$inferSelect

export type ProofView = {
  siteId: Id<"site">
  url: string
  slug: string
  /** What must stand on the site. */
  token: string
  /** Null: nobody asked yet. */
  proof: Proof | null
}

/** Of this fan's own site; throws not_found for anybody else's. */
export async function getProof(db: DbOrTx, ownerId: Id<"user">, siteId: Id<"site">): Promise<ProofView> {
  const [row] = await db
    .select({ siteId: sites.id, url: sites.url, slug: sites.slug, token: sites.proofToken, proof: siteProofs })
    .from(sites)
    .leftJoin(siteProofs, eq(siteProofs.siteId, sites.id))
    .where(and(eq(sites.id, siteId), eq(sites.ownerId, ownerId)))
  if (!row) throw new AppError("not_found", "You have no such site.")
  return row
}

/** Of all the fan's sites that were ever looked at, by site. */
export async function listProofs(db: DbOrTx, ownerId: Id<"user">): Promise<Map<Id<"site">, Proof>> {
  const rows = await db
    .select({ proof: siteProofs })
    .from(siteProofs)
    .innerJoin(sites, eq(sites.id, siteProofs.siteId))
    .where(eq(sites.ownerId, ownerId))
  return new Map(rows.map(({ proof }) => [proof.siteId, proof]))
}

/** Codes of the site's links that still count. */
export async function codesOnSite(db: DbOrTx, siteId: Id<"site">): Promise<Set<string>> {
  const rows = await db
    .select({ code: links.code })
    .from(links)
    .where(and(eq(links.siteId, siteId), isNull(links.archivedAt)))
  return new Set(rows.map(({ code }) => code.toLowerCase()))
}
