/** A site that moved to another place has nothing proved there: its proof goes, and so does the token of the old one. */
import { eq, sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { placeOf } from "./site-place.ts"

/** Gives whether a proof was dropped. From http to https, or with and without "www.", is no move. */
export async function dropProofIfMoved(
  tx: Tx,
  { siteId, from, to }: { siteId: Id<"site">; from: string; to: string },
): Promise<boolean> {
  if (placeOf(from).place === placeOf(to).place) return false
  await tx.update(sites).set({ proofToken: sql`replace(gen_random_uuid()::text, '-', '')` }).where(eq(sites.id, siteId))
  const dropped = await tx
    .delete(siteProofs)
    .where(eq(siteProofs.siteId, siteId))
    .returning({ state: siteProofs.state })
  return dropped.some(({ state }) => state === "proved")
}
