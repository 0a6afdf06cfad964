/** Looks again at the sites whose turn it is: every week at those that are proved, sooner at those that wait or fail. */
import { asc, eq, lte } from "drizzle-orm"
import { sites } from "#db/schema/fans.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { lookNow, type ProofDeps } from "./check-proof.ts"
import type { ProofView } from "./proof-queries.ts"

/** A look lasts ten seconds at most: 48 of them, eight at a time, stay within a minute. */
const AT_A_TIME = 8
const AT_ONCE = 48

/** Gives how many were looked at. */
export async function recheckProofs(deps: ProofDeps): Promise<number> {
  const due = await deps.db
    .select({ siteId: sites.id, url: sites.url, slug: sites.slug, token: sites.proofToken, proof: siteProofs })
    .from(siteProofs)
    .innerJoin(sites, eq(sites.id, siteProofs.siteId))
    .where(lte(siteProofs.nextCheckAt, deps.clock.now()))
    .orderBy(asc(siteProofs.nextCheckAt))
    .limit(AT_ONCE)
  const waiting = [...due]
  const worker = async () => {
    for (let view = waiting.shift(); view; view = waiting.shift()) await lookAgain(deps, view)
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  return due.length
}

/** A site that moved meanwhile is nobody's failure. */
async function lookAgain(deps: ProofDeps, view: ProofView): Promise<void> {
  try {
    await lookNow(deps, view, { method: view.proof!.method, asked: false })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
