/** Our own mailed tokens: 256 random bits in the mail, their hash in the table, good once and for a while, in real time. */
import { createHash, randomBytes } from "node:crypto"
import { and, eq, gt, isNull } from "drizzle-orm"
import type { DbOrTx, Tx } from "#db/client.ts"
import { mailTokens } from "#db/schema/auth.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, DAY_MS, HOUR_MS } from "#lib/kernel/period.ts"

export type MailTokenKind = "confirm" | "reset" | "payee" | "erase"

/** A reset and an erasure are the strongest, so they live shortest. */
const LIFETIME_MS: Record<MailTokenKind, number> = { confirm: DAY_MS, reset: HOUR_MS, payee: DAY_MS, erase: HOUR_MS }
const SHAPE = /^[\w-]{43}$/
const STALE = "This link has been used or has run out. Ask for a new one."

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url")

/** Issues a token and makes older ones of its kind worthless. */
export async function issueMailToken(
  tx: Tx,
  kind: MailTokenKind,
  userId: Id<"user">,
  now = new Date(),
): Promise<string> {
  const token = randomBytes(32).toString("base64url")
  await revokeMailTokens(tx, kind, userId)
  const expiresAt = addMs(now, LIFETIME_MS[kind])
  await tx.insert(mailTokens).values({ tokenHash: hashOf(token), userId, kind, expiresAt })
  return token
}

/** Spends a token: gives whose it was. Throws gone when it is unknown, used or over. */
export async function spendMailToken(
  tx: Tx,
  kind: MailTokenKind,
  token: string,
  now = new Date(),
): Promise<Id<"user">> {
  if (!SHAPE.test(token)) throw new AppError("gone", STALE)
  const [row] = await tx
    .update(mailTokens)
    .set({ usedAt: now })
    .where(usable(kind, token, now))
    .returning()
  if (!row) throw new AppError("gone", STALE)
  return row.userId
}

/** Whether a token could be spent now; spends nothing. */
export async function isMailTokenUsable(
  db: DbOrTx,
  kind: MailTokenKind,
  token: string,
  now = new Date(),
): Promise<boolean> {
  if (!SHAPE.test(token)) return false
  const rows = await db
    .select({ kind: mailTokens.kind })
    .from(mailTokens)
    .where(usable(kind, token, now))
  return rows.length > 0
}

export async function revokeMailTokens(tx: Tx, kind: MailTokenKind, userId: Id<"user">): Promise<void> {
  await tx.delete(mailTokens).where(and(eq(mailTokens.userId, userId), eq(mailTokens.kind, kind)))
}

const usable = (kind: MailTokenKind, token: string, now: Date) =>
  and(
    eq(mailTokens.tokenHash, hashOf(token)),
    eq(mailTokens.kind, kind),
    isNull(mailTokens.usedAt),
    gt(mailTokens.expiresAt, now),
  )
