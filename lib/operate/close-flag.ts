/** A person has looked: the flag is closed and the carriage lines it delayed go on to mature. */
import { and, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { tickets } from "#db/schema/delivery.ts"
import { commissions } from "#db/schema/ledger.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Micros } from "#lib/kernel/money.ts"
import { notifyAll } from "#lib/notices/notify.ts"
import { checkReason, recordAct } from "./record-act.ts"

/** A line that two flags delay waits for both. */
const NOTHING_ELSE_OPEN = sql`not exists (
  select 1 from ${flags} where ${flags.closedAt} is null and (
    ${flags.subject} = ${commissions.orderId}
    or ${flags.subject} in (select ${tickets.sessionId} from ${tickets} where ${tickets.jti} = ${commissions.ticketJti})
  ))`

/** `forbidden` unless an operator; `not_found` when it is not open. */
export async function closeFlag(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; flagId: string; reason?: string },
): Promise<{ released: number }> {
  assertRole(input.actor, "operator")
  return inTx(deps.db, "close-flag", async (tx) => {
    const [flag] = await tx
      .update(flags)
      .set({ closedAt: deps.clock.now() })
      .where(and(eq(flags.id, input.flagId as Id<"flag">), isNull(flags.closedAt)))
      .returning()
    if (!flag) throw new AppError("not_found", "This flag is not open any more.")
    // The subject is the order, or the download session whose tickets the lines were paid on.
    const ofSession = tx
      .select({ jti: tickets.jti })
      .from(tickets)
      .where(eq(tickets.sessionId, flag.subject as Id<"session">))
    const released = await tx
      .update(commissions)
      .set({ heldReason: null })
      .where(
        and(
          isNotNull(commissions.heldReason),
          or(eq(commissions.orderId, flag.subject as Id<"order">), inArray(commissions.ticketJti, ofSession)),
          NOTHING_ELSE_OPEN,
        ),
      )
      .returning({ userId: commissions.userId, amountMicros: commissions.amountMicros })
    await tellReleased(tx, flag.id, released, deps.clock.now())
    await recordAct(tx, {
      actor: input.actor,
      act: "close-flag",
      subject: { kind: "flag", id: flag.id },
      reason: input.reason?.trim() ? checkReason(input.reason) : "Looked at",
      before: { about: flag.subject, kind: flag.kind },
      after: { released: `${released.length}` },
      at: deps.clock.now(),
    })
    return { released: released.length }
  })
}

type Released = { userId: Id<"user">; amountMicros: Micros }

async function tellReleased(tx: Tx, flagId: Id<"flag">, released: readonly Released[], at: Date): Promise<void> {
  const sums = new Map<Id<"user">, bigint>()
  for (const line of released) sums.set(line.userId, (sums.get(line.userId) ?? 0n) + line.amountMicros)
  const key = `released:${flagId}`
  await notifyAll(
    tx,
    [...sums].map(([userId, sum]) => ({
      userId,
      kind: "lines-released" as const,
      key,
      payload: { micros: `${sum}` },
      at,
    })),
  )
}
