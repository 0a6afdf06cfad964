/** Builds an account's statement file: every commission of a span with the documents that let anybody recompute it. */
import { and, asc, eq, gte, lt } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { receipts, settlements } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import { commissions } from "#db/schema/ledger.ts"
import type { Deps } from "#lib/deps.ts"
import { invariant } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { writeStatement } from "#peer/protocol/statement.ts"
import type { UnnumberedLine } from "#peer/protocol/statement-line.ts"

/** Half open: `from <= earned < to`. */
export type StatementSpan = { userId: Id<"user">; from: Date; to: Date }

type Row = Awaited<ReturnType<typeof readLines>>[number]

/** The file's text, signed by the statement key; `fanfare-node verify` recomputes it offline. */
export async function buildStatement(deps: Pick<Deps, "db" | "clock" | "keys">, span: StatementSpan): Promise<string> {
  const now = deps.clock.now()
  const rows = await readLines(deps.db, span)
  const head = {
    account: span.userId,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    currency: "USD",
    iat: Math.floor(now.getTime() / 1000),
  }
  const lines = rows.map((row) => toLine(row, now))
  return writeStatement(webCrypto(), head, lines, await deps.keys.signingKey("statement"))
}

const readLines = (db: DbOrTx, span: StatementSpan) =>
  db
    .select({
      commission: commissions,
      title: titles.name,
      settlement: settlements.document,
      receipt: receipts.raw,
      sessionKey: downloadSessions.sessionKey,
    })
    .from(commissions)
    .innerJoin(orders, eq(orders.id, commissions.orderId))
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .leftJoin(settlements, eq(settlements.id, commissions.settlementId))
    .leftJoin(tickets, eq(tickets.jti, commissions.ticketJti))
    .leftJoin(receipts, eq(receipts.ticketJti, commissions.ticketJti))
    .leftJoin(downloadSessions, eq(downloadSessions.id, tickets.sessionId))
    .where(
      and(eq(commissions.userId, span.userId), gte(commissions.earnedAt, span.from), lt(commissions.earnedAt, span.to)),
    )
    .orderBy(asc(commissions.earnedAt), asc(commissions.entryId))

function toLine(row: Row, now: Date): UnnumberedLine {
  const { commission: c } = row
  const base = {
    order: c.orderId,
    title: row.title,
    at: c.earnedAt.toISOString(),
    amountMicros: `${c.amountMicros}`,
    state: c.heldReason ? "held" : c.maturesAt > now ? "pending" : "matured",
    maturesAt: c.maturesAt.toISOString(),
  }
  if (c.kind === "referral") {
    invariant(c.document, "a referral line has its split document")
    return { kind: "referral", ...base, basisMicros: `${c.basisMicros}`, rateBps: c.rateBps, split: c.document }
  }
  invariant(c.ticketJti && row.settlement && row.receipt && row.sessionKey, "a carriage line has its documents")
  return {
    kind: "carriage",
    ...base,
    jti: c.ticketJti,
    settlement: row.settlement,
    sessionKey: row.sessionKey,
    receipt: toB64url(row.receipt),
  }
}
