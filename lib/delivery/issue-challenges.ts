/** Possession audits, the asking side: random ranges of what a node says it holds, to be answered within seconds. */
import { and, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { nodeAudits } from "#db/schema/carriage.ts"
import { releases } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import type { Deps } from "#lib/deps.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addMs, DAY_MS, HOUR_MS, isBefore, SECOND_MS } from "#lib/kernel/period.ts"
import { randomRanges, signChallenge } from "#peer/protocol/audit.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"

/** A possession proof counts for 24 h; asking every 20 leaves room for a missed one. New nodes are asked hourly. */
const PROOF_EVERY_MS = 20 * HOUR_MS
const FRESH_PROOF_EVERY_MS = HOUR_MS
/** The answer is due within 3 s of the challenge. */
export const ANSWER_WITHIN_MS = 3 * SECOND_MS
/** A heartbeat asks for a few audits at a time: each reads 512 KiB on the node. */
const CHALLENGES_PER_BEAT = 4

type Due = { releaseId: Id<"release">; obj: string; sizeBytes: number }

/** Signed challenges for the node's releases that are due; none while others are unanswered. */
export async function issueChallenges(
  deps: Pick<Deps, "db" | "clock" | "keys">,
  nodeId: Id<"node">,
): Promise<string[]> {
  const at = deps.clock.now()
  const issued = await inTx(deps.db, "issue-challenges", async (tx) => {
    await failUnanswered(tx, nodeId, at)
    const due = await findDue(tx, nodeId, at)
    const written: Awaited<ReturnType<typeof writeChallenge>>[] = []
    for (const release of due) written.push(await writeChallenge(tx, nodeId, release, at))
    return written
  })
  const key = await deps.keys.signingKey("audit")
  return Promise.all(issued.map((challenge) => signChallenge(challenge, key)))
}

/** Challenges nobody answered in time are closed. */
async function failUnanswered(tx: Tx, nodeId: Id<"node">, at: Date): Promise<void> {
  const open = await tx
    .select({ jti: nodeAudits.jti, expiresAt: nodeAudits.expiresAt })
    .from(nodeAudits)
    .where(and(eq(nodeAudits.nodeId, nodeId), isNull(nodeAudits.result)))
  const late = open.filter((a) => isBefore(addMs(a.expiresAt, ANSWER_WITHIN_MS), at))
  if (late.length === 0) return
  // An offline node is not a cheat: unanswered challenges are closed without touching its reputation; proof just lapses.
  await tx
    .update(nodeAudits)
    .set({ result: "failed" })
    .where(
      inArray(
        nodeAudits.jti,
        late.map((a) => a.jti),
      ),
    )
}

async function findDue(tx: Tx, nodeId: Id<"node">, at: Date): Promise<Due[]> {
  const [node] = await tx.select({ vettedAt: nodes.vettedAt }).from(nodes).where(eq(nodes.id, nodeId))
  const every = node?.vettedAt ? PROOF_EVERY_MS : FRESH_PROOF_EVERY_MS
  const rows = await tx
    .select({
      releaseId: releases.id,
      obj: releases.manifestHash,
      sizeBytes: releases.sizeBytes,
      provenAt: stockings.provenAt,
    })
    .from(stockings)
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .where(and(eq(stockings.nodeId, nodeId), isNotNull(stockings.completeAt), eq(releases.state, "published")))
  const open = await tx
    .select({ releaseId: nodeAudits.releaseId })
    .from(nodeAudits)
    .where(and(eq(nodeAudits.nodeId, nodeId), isNull(nodeAudits.result), gt(nodeAudits.issuedAt, addMs(at, -DAY_MS))))
  const asked = new Set(open.map((a) => a.releaseId))
  return rows
    .filter((r) => !asked.has(r.releaseId) && (r.provenAt === null || !isBefore(at, addMs(r.provenAt, every))))
    .slice(0, CHALLENGES_PER_BEAT)
    .map((r) => ({ releaseId: r.releaseId, obj: r.obj!, sizeBytes: r.sizeBytes! }))
}

async function writeChallenge(tx: Tx, nodeId: Id<"node">, release: Due, at: Date) {
  const crypto = webCrypto()
  const nonce = crypto.randomBytes(32)
  const ranges = randomRanges(crypto, release.sizeBytes)
  const jti = newId("audit", at)
  const expiresAt = addMs(at, ANSWER_WITHIN_MS)
  await tx.insert(nodeAudits).values({
    jti,
    nodeId,
    releaseId: release.releaseId,
    nonce: toB64url(nonce),
    ranges: ranges.map(([offset, length]) => [offset, length]),
    issuedAt: at,
    expiresAt,
  })
  return { jti, obj: fromB64url(release.obj, 32), nonce, ranges, exp: Math.floor(expiresAt.getTime() / 1000) + 1 }
}
