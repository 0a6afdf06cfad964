/** A fan claims a creator code: nobody else has it, or one that looks like it, while it lives and for a year after. */
import { and, count, desc, eq, gt, inArray, isNull, or } from "drizzle-orm"
import { DrizzleQueryError } from "drizzle-orm/errors"
import { inTx, type Tx } from "#db/client.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { CODES_PER_OWNER, CODES_PER_YEAR, checkNewCode, lookOf, RETIRED_DAYS } from "#lib/fans/creator-code.ts"
import { erasedLook } from "#lib/fans/erased-look.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"

export type ClaimedCode = { codeId: Id<"code">; code: string }

/**
 * A second time is a no-op; a code of one's own that was retired lives again, as it was. Errors: invalid_input and
 * already_exists (both on `code`), conflict (three live ones), too_many (twelve within a year).
 */
export async function claimCode(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; code: string },
): Promise<ClaimedCode> {
  const code = checkNewCode(input.code)
  const ownerId = input.actor.userId
  const at = deps.clock.now()
  return inTx(deps.db, "claim-code", async (tx) => {
    await lockOwner(tx, ownerId)
    const own = await ownCode(tx, ownerId, code)
    if (own && !own.retiredAt) return { codeId: own.id, code }
    await refuseTaken(tx, { ownerId, look: lookOf(code), at })
    await refuseMoreLive(tx, ownerId)
    if (own) return revive(tx, own.id, code)
    await refuseTooManyClaims(tx, ownerId, at)
    return insert(tx, { ownerId, code, at })
  })
}

async function ownCode(tx: Tx, ownerId: Id<"user">, code: string) {
  const [row] = await tx
    .select({ id: creatorCodes.id, retiredAt: creatorCodes.retiredAt })
    .from(creatorCodes)
    .where(and(eq(creatorCodes.ownerId, ownerId), eq(creatorCodes.code, code)))
    .orderBy(desc(creatorCodes.claimedAt))
    .limit(1)
  return row
}

type Wish = { ownerId: Id<"user">; look: string; at: Date }

async function refuseTaken(tx: Tx, { ownerId, look, at }: Wish): Promise<void> {
  const kept = or(isNull(creatorCodes.retiredAt), gt(creatorCodes.retiredAt, addDays(at, -RETIRED_DAYS)))
  const rows = await tx
    .select({ ownerId: creatorCodes.ownerId, retiredAt: creatorCodes.retiredAt, code: creatorCodes.code })
    .from(creatorCodes)
    .where(and(inArray(creatorCodes.look, [look, await erasedLook(look)]), kept))
  const other = rows.find((row) => row.ownerId !== ownerId || row.retiredAt === null)
  if (!other) return
  if (other.ownerId === ownerId)
    throw taken("It looks like a code you have already, and buyers may type it either way. There is no need for both.")
  throw taken(
    other.retiredAt
      ? "Somebody else had this code until lately, so nobody else gets it for a year. Choose another."
      : "Somebody has this code, or one that looks like it. Choose another.",
  )
}

const taken = (detail: string): AppError => new AppError("already_exists", detail, { field: "code" })
const takenJustNow = (): AppError => taken("Somebody claimed this code a moment ago. Choose another.")

const UNIQUE_VIOLATION = "23505"
const isSecondOfOneLook = (error: unknown): boolean =>
  error instanceof DrizzleQueryError && (error.cause as { code?: string } | undefined)?.code === UNIQUE_VIOLATION

async function refuseMoreLive(tx: Tx, ownerId: Id<"user">): Promise<void> {
  if ((await countOf(tx, and(eq(creatorCodes.ownerId, ownerId), isNull(creatorCodes.retiredAt)))) >= CODES_PER_OWNER)
    throw new AppError("conflict", `You have ${CODES_PER_OWNER} codes, as many as one can have. Retire one first.`)
}

async function refuseTooManyClaims(tx: Tx, ownerId: Id<"user">, at: Date): Promise<void> {
  const lately = gt(creatorCodes.claimedAt, addDays(at, -RETIRED_DAYS))
  if ((await countOf(tx, and(eq(creatorCodes.ownerId, ownerId), lately))) >= CODES_PER_YEAR)
    throw new AppError(
      "too_many",
      `You have claimed ${CODES_PER_YEAR} codes within a year. Those you had can live again.`,
    )
}

async function countOf(tx: Tx, which: ReturnType<typeof and>): Promise<number> {
  const [row] = await tx.select({ n: count() }).from(creatorCodes).where(which)
  return row?.n ?? 0
}

async function insert(tx: Tx, { ownerId, code, at }: { ownerId: Id<"user">; code: string; at: Date }) {
  const codeId = newId("code", at)
  const made = await tx
    .insert(creatorCodes)
    .values({ id: codeId, code, look: lookOf(code), ownerId, claimedAt: at })
    .onConflictDoNothing()
    .returning({ id: creatorCodes.id })
  if (made.length === 0) throw takenJustNow()
  return { codeId, code }
}

async function revive(tx: Tx, codeId: Id<"code">, code: string): Promise<ClaimedCode> {
  try {
    await tx.update(creatorCodes).set({ retiredAt: null }).where(eq(creatorCodes.id, codeId))
  } catch (error) {
    // The claim of somebody else who has no row to wait for: the index alone sees both.
    throw isSecondOfOneLook(error) ? takenJustNow() : error
  }
  return { codeId, code }
}
