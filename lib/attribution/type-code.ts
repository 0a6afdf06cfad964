/** A buyer types a creator code: who has it is credited for what the buyer buys within fourteen days, before any link. */
import { and, desc, eq, isNull } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { payees, users } from "#db/schema/auth.ts"
import { creatorCodes, typedCodes } from "#db/schema/codes.ts"
import { CODE_WINDOW_DAYS, ownFault } from "#lib/attribution/decide-referrer.ts"
import { buyerAsParty } from "#lib/attribution/gather-touches.ts"
import { assertAttemptsLeft, countAttempt } from "#lib/auth/attempt-limit.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { lookOf, readCode } from "#lib/fans/creator-code.ts"
import type { TypingPlace } from "#lib/fans/creator-code-state.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { notify } from "#lib/notices/notify.ts"

export type TypeCode = {
  buyerId: Id<"user">
  /** Where the request came from: guesses are counted per network too. */
  address: string
  code: string
  place: TypingPlace
  /** Null: it counts for every title. What an address had filled in counts for its own title alone. */
  titleId: Id<"title"> | null
}

export type TypedCode = { codeId: Id<"code">; code: string; ownerName: string | null; countsUntil: Date }

/**
 * Typed again it counts from now, also when it had been taken off. Refuses, all on the field `code`: `invalid_input` (no
 * code is written so), `not_found` (nobody has it; counted as a guess), `conflict` (one's own), `too_many` (guesses).
 */
export async function typeCode(deps: Pick<Deps, "db" | "clock">, input: TypeCode): Promise<TypedCode> {
  const code = readCode(input.code)
  if (!code) throw refused("invalid_input", "A fan's code is 3 to 20 letters and digits.")
  const guesser = { account: input.buyerId, address: input.address }
  await assertAttemptsLeft(deps.db, "code", guesser)
  const typed = await inTx(deps.db, "type-code", (tx) => judge(tx, { ...input, code }, deps.clock.now()))
  if (typed === "unknown") {
    await countAttempt(deps.db, "code", guesser)
    throw refused("not_found", "No fan has this code. Look at it once more; capitals and small letters are the same.")
  }
  if (typed === "own") throw refused("conflict", "This code is your own. Own codes earn nothing, so it is not used.")
  if (typed === "own-payee")
    throw refused(
      "conflict",
      "Whoever has this code is paid at the same PayPal address as you. Own codes earn nothing, so it is not used.",
    )
  return typed
}

const refused = (code: "invalid_input" | "not_found" | "conflict", detail: string): AppError =>
  new AppError(code, detail, { field: "code" })

/** The owner is told of an own code in the same tx, so the refusal comes after it. */
async function judge(tx: Tx, input: TypeCode, at: Date): Promise<TypedCode | "unknown" | "own" | "own-payee"> {
  await lockOwner(tx, input.buyerId)
  const found = await findLiveCode(tx, input.code)
  if (!found) return "unknown"
  const buyer = await buyerAsParty(tx, input.buyerId)
  const reason = ownFault({ kind: "code", referrerUserId: found.ownerId, referrerPayee: found.payee }, buyer)
  if (reason) {
    if (found.ownerId === input.buyerId) return "own"
    const key = `own-code:${found.codeId}:${input.buyerId}`
    await notify(tx, { userId: found.ownerId, kind: "own-code", key, payload: { code: found.code }, at })
    return "own-payee"
  }
  await remember(tx, input, found.codeId, at)
  const { codeId, code, ownerName } = found
  return { codeId, code, ownerName, countsUntil: addDays(at, CODE_WINDOW_DAYS) }
}

async function findLiveCode(tx: Tx, code: string) {
  const [row] = await tx
    .select({
      codeId: creatorCodes.id,
      code: creatorCodes.code,
      ownerId: creatorCodes.ownerId,
      ownerName: users.name,
      payee: payees.paypalEmail,
    })
    .from(creatorCodes)
    .innerJoin(users, eq(users.id, creatorCodes.ownerId))
    .leftJoin(payees, eq(payees.userId, creatorCodes.ownerId))
    .where(and(eq(creatorCodes.look, lookOf(code)), isNull(creatorCodes.retiredAt), isNull(users.suspendedAt)))
    .orderBy(desc(creatorCodes.claimedAt))
    .limit(1)
  return row
}

async function remember(tx: Tx, input: TypeCode, codeId: Id<"code">, at: Date): Promise<void> {
  const { buyerId, titleId, place } = input
  const same = and(
    eq(typedCodes.buyerId, buyerId),
    eq(typedCodes.codeId, codeId),
    titleId ? eq(typedCodes.titleId, titleId) : isNull(typedCodes.titleId),
  )
  const again = await tx
    .update(typedCodes)
    .set({ typedAt: at, takenOffAt: null, place })
    .where(same)
    .returning({ id: typedCodes.id })
  if (again.length > 0) return
  await tx.insert(typedCodes).values({ id: newId("typedCode", at), buyerId, codeId, titleId, place, typedAt: at })
}
