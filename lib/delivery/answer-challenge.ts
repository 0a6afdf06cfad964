/** Possession audits, the answering side: the answer is compared with the bytes themselves and moves reputation. */
import { and, eq, isNull } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { nodeAudits } from "#db/schema/carriage.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { DAY_MS, isBefore } from "#lib/kernel/period.ts"
import { notify } from "#lib/notices/notify.ts"
import { auditAnswer } from "#peer/protocol/audit.ts"
import { concat, equalBytes, fromB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import type { NodeRow } from "./authenticate-node.ts"

/** Beta reputation forgets with this factor per audit. */
const FORGET = 0.98
const SUSPEND_AFTER_FAILURES = 4
/** Vetted = three passed audits over at least a day (and a confirmed payee, looked at when a ticket is issued). */
const VETTED_AUDITS = 3
const VETTED_SPAN_MS = DAY_MS

/** `gone` for a late or repeated answer; a wrong one is recorded and answered with `passed: false`. */
export async function answerChallenge(
  deps: Pick<Deps, "db" | "clock" | "storage">,
  input: { node: NodeRow; jti: string; answer: string },
): Promise<{ passed: boolean }> {
  const at = deps.clock.now()
  const audit = await findOpen(deps, input.node.id, input.jti)
  if (isBefore(audit.expiresAt, at)) throw new AppError("gone", "The challenge had to be answered within 3 seconds.")
  const expected = await expectedAnswer(deps, audit)
  const passed = equalBytes(expected, fromB64url(input.answer, 32))
  await inTx(deps.db, "answer-challenge", (tx) => record(tx, audit, passed, at))
  return { passed }
}

type Audit = typeof nodeAudits.$inferSelect

async function findOpen(deps: Pick<Deps, "db">, nodeId: Id<"node">, jti: string): Promise<Audit> {
  const [audit] = await deps.db
    .select()
    .from(nodeAudits)
    .where(and(eq(nodeAudits.jti, jti), eq(nodeAudits.nodeId, nodeId), isNull(nodeAudits.result)))
  if (!audit) throw new AppError("gone", "There is no such open challenge for this node.")
  return audit
}

async function expectedAnswer(deps: Pick<Deps, "storage">, audit: Audit): Promise<Uint8Array> {
  const file = await deps.storage.open(audit.releaseId)
  try {
    const ranges: Uint8Array[] = []
    for (const [offset, length] of audit.ranges) ranges.push(await file.read(offset, length))
    return auditAnswer(webCrypto(), fromB64url(audit.nonce, 32), concat(...ranges))
  } finally {
    await file.close()
  }
}

async function record(tx: Tx, audit: Audit, passed: boolean, at: Date): Promise<void> {
  const judged = await tx
    .update(nodeAudits)
    .set({ result: passed ? "passed" : "failed" })
    .where(and(eq(nodeAudits.jti, audit.jti), isNull(nodeAudits.result)))
    .returning({ jti: nodeAudits.jti })
  // The same answer sent several times at once is one passed audit.
  if (judged.length === 0) return
  const [node] = await tx.select().from(nodes).where(eq(nodes.id, audit.nodeId)).for("update")
  if (!node) return
  const standing = afterAudit(node, passed, at)
  await tx.update(nodes).set(standing).where(eq(nodes.id, audit.nodeId))
  if (!passed) return tellFailed(tx, node, audit, { suspended: standing.state !== node.state, at })
  await tx
    .update(stockings)
    .set({ provenAt: at })
    .where(and(eq(stockings.nodeId, audit.nodeId), eq(stockings.releaseId, audit.releaseId)))
}

async function tellFailed(
  tx: Tx,
  node: NodeRow,
  audit: Audit,
  { suspended, at }: { suspended: boolean; at: Date },
): Promise<void> {
  const about = { userId: node.ownerId, at }
  if (suspended) {
    const key = `suspended:${audit.jti}`
    return notify(tx, { ...about, kind: "node-suspended", key, payload: { node: node.name } })
  }
  const [title] = await tx
    .select({ name: titles.name })
    .from(releases)
    .innerJoin(titles, eq(titles.id, releases.titleId))
    .where(eq(releases.id, audit.releaseId))
  const payload = { node: node.name, title: title?.name ?? "" }
  await notify(tx, { ...about, kind: "audit-failed", key: `audit:${audit.jti}`, payload })
}

/** What one audit does to a node's standing; it changes weight and vetting, never pay already earned. */
export function afterAudit(node: NodeRow, passed: boolean, at: Date): Partial<NodeRow> {
  const reputationAlpha = node.reputationAlpha * FORGET + (passed ? 1 : 0)
  const reputationBeta = node.reputationBeta * FORGET + (passed ? 0 : 1)
  if (!passed) {
    const auditFailuresInRow = node.auditFailuresInRow + 1
    const state = auditFailuresInRow >= SUSPEND_AFTER_FAILURES && node.state === "active" ? "suspended" : node.state
    return { reputationAlpha, reputationBeta, auditFailuresInRow, state }
  }
  const auditsPassed = node.auditsPassed + 1
  const firstAuditPassedAt = node.firstAuditPassedAt ?? at
  const seasoned = at.getTime() - firstAuditPassedAt.getTime() >= VETTED_SPAN_MS
  const vettedAt = node.vettedAt ?? (auditsPassed >= VETTED_AUDITS && seasoned ? at : null)
  return { reputationAlpha, reputationBeta, auditFailuresInRow: 0, auditsPassed, firstAuditPassedAt, vettedAt }
}
