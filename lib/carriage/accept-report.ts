/** Takes the downloader's signed report: the copy is complete, the licence is issued, the settlement gets its date. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { sessionReports } from "#db/schema/carriage.ts"
import { releases } from "#db/schema/catalog.ts"
import { downloadSessions } from "#db/schema/delivery.ts"
import { refuseProtocol } from "#lib/delivery/refuse-protocol.ts"
import type { Deps } from "#lib/deps.ts"
import { bindDemoOrigin } from "#lib/entitlements/bind-demo-origin.ts"
import { issueLicence } from "#lib/entitlements/issue-licence.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { ReportAnswer } from "#peer/protocol/announce.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { type Report, verifyReport } from "#peer/protocol/report.ts"
import { findFacts, judgeOne, storeReceipts } from "./accept-receipts.ts"
import { scheduleSettlement } from "./schedule-settlement.ts"

type Session = typeof downloadSessions.$inferSelect
type ReportDeps = Pick<Deps, "db" | "clock" | "config" | "keys">

/** The licence comes with a complete copy (null for stocking); a repeated report answers the same way again. */
export async function acceptReport(
  deps: ReportDeps,
  input: { userId: Id<"user">; sessionId: string; report: string },
): Promise<ReportAnswer> {
  const { session, obj } = await findSession(deps, input)
  const report = await refuseProtocol(() => verifyReport(input.report, fromB64url(session.sessionKey, 32)))
  if (report.ses !== session.id || toB64url(report.obj) !== obj) {
    throw new AppError("invalid_input", "The report is about another session or release.")
  }
  const state = await inTx(deps.db, "accept-report", (tx) => record(tx, deps, session, report, input.report))
  if (!report.complete || session.kind === "stock" || !session.deviceKey) return { state, licence: null }
  const { licence } = await issueLicence(deps, {
    userId: session.userId,
    titleId: session.titleId,
    deviceKey: session.deviceKey,
  })
  return { state, licence }
}

async function findSession(deps: ReportDeps, input: { userId: Id<"user">; sessionId: string }) {
  const [row] = await deps.db
    .select({ session: downloadSessions, obj: releases.manifestHash })
    .from(downloadSessions)
    .innerJoin(releases, eq(releases.id, downloadSessions.releaseId))
    .where(eq(downloadSessions.id, input.sessionId as Id<"session">))
  if (!row || row.session.userId !== input.userId) throw new AppError("not_found", "There is no such session.")
  return row
}

async function record(
  tx: Tx,
  deps: ReportDeps,
  session: Session,
  report: Report,
  raw: string,
): Promise<Session["state"]> {
  const at = deps.clock.now()
  await storeReported(tx, session, report, at)
  const row = { report: raw, originBytes: Number(report.originBytes), receivedAt: at }
  await tx
    .insert(sessionReports)
    .values({ sessionId: session.id, ...row })
    .onConflictDoUpdate({ target: sessionReports.sessionId, set: row })
  const began = report.originBytes > 0n || report.receipts.length > 0
  if (began && session.kind === "demo" && session.entitlementId) await bindDemoOrigin(tx, session.entitlementId, at)
  if (!report.complete) return session.state
  return complete(tx, session, at)
}

/** Receipts in a report are signed like any other; they raise a count, and never lower one. */
async function storeReported(tx: Tx, session: Session, report: Report, at: Date): Promise<void> {
  const facts = await findFacts(
    tx,
    report.receipts.map((r) => toB64url(r.ticket)),
  )
  const good = []
  for (const receipt of report.receipts) {
    const known = facts.get(toB64url(receipt.ticket))
    if (known?.sessionId !== session.id) continue
    if (!(await judgeOne(webCrypto(), receipt, known, at, null))) good.push({ receipt, facts: known })
  }
  await storeReceipts(tx, good, at)
}

async function complete(tx: Tx, session: Session, at: Date): Promise<Session["state"]> {
  const [reported] = await tx
    .update(downloadSessions)
    .set({ state: "reported", completedAt: at })
    .where(and(eq(downloadSessions.id, session.id), eq(downloadSessions.state, "open")))
    .returning()
  if (!reported) return session.state
  if (session.kind !== "stock") await scheduleSettlement(tx, reported, at)
  return reported.state
}
