/** Starts a free demo: one per account and title, and the moment at which its referrer is decided. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { clicksArrived } from "#lib/attribution/await-clicks.ts"
import { decideReferrer } from "#lib/attribution/decide-referrer.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import { requireConfirmedEmail } from "#lib/auth/require-confirmed-email.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"

export type StartDemo = { userId: Id<"user">; titleId: Id<"title">; clickIds: readonly string[] }
export type StartedDemo = { entitlementId: Id<"entitlement">; endsAt: Date; already: boolean }

/**
 * Idempotent: a running demo is returned as it stands. `gone` when this account's demo of the title has ended.
 * The referrer decided here takes effect once the first verified bytes arrive (`bindDemoOrigin`).
 */
export async function startDemo(deps: Pick<Deps, "db" | "clock" | "config">, input: StartDemo): Promise<StartedDemo> {
  const at = deps.clock.now()
  await clicksArrived(deps.db, { clickIds: input.clickIds, at })
  return inTx(deps.db, "start-demo", async (tx) => {
    await requireConfirmedEmail(tx, input.userId)
    await requireDemoOffered(tx, input.titleId)
    const present = await findDemo(tx, input)
    if (present) return continueDemo(present, at)
    const started = await insertDemo(tx, input, { at, endsAt: addDays(at, deps.config.demoDays) })
    // Pressed twice at once: the other press has started it.
    return started ?? continueDemo((await findDemo(tx, input))!, at)
  })
}

async function requireDemoOffered(tx: Tx, titleId: Id<"title">): Promise<void> {
  const [title] = await tx.select().from(titles).where(eq(titles.id, titleId))
  refuseTakenDown(title?.state)
  if (title?.state !== "published") throw new AppError("not_found", "This title is not on offer.")
  if (title.demoTerms === "none") throw new AppError("unsupported", "This title has no demo.")
}

async function findDemo(tx: Tx, input: StartDemo) {
  const [row] = await tx
    .select()
    .from(entitlements)
    .where(
      and(
        eq(entitlements.userId, input.userId),
        eq(entitlements.titleId, input.titleId),
        eq(entitlements.kind, "demo"),
      ),
    )
  return row
}

function continueDemo(demo: typeof entitlements.$inferSelect, at: Date): StartedDemo {
  if (demo.state !== "active" || demo.endsAt === null || demo.endsAt <= at) {
    throw new AppError("gone", "Your demo of this title has ended. You can still buy it; nothing is downloaded twice.")
  }
  return { entitlementId: demo.id, endsAt: demo.endsAt, already: true }
}

type Span = { at: Date; endsAt: Date }

async function insertDemo(tx: Tx, input: StartDemo, { at, endsAt }: Span): Promise<StartedDemo | null> {
  const touches = await gatherTouches(tx, {
    buyerId: input.userId,
    titleId: input.titleId,
    clickIds: input.clickIds,
    at,
  })
  const decision = decideReferrer(touches)
  const id = newId("entitlement", at)
  const started = await tx
    .insert(entitlements)
    .values({
      id,
      userId: input.userId,
      titleId: input.titleId,
      kind: "demo",
      state: "active",
      startsAt: at,
      endsAt,
      referrerId: decision.referrerUserId,
      linkId: decision.linkId,
      clickId: decision.clickId,
      codeId: decision.codeId,
      touches: decision.touches,
    })
    .onConflictDoNothing()
    .returning({ id: entitlements.id })
  return started.length > 0 ? { entitlementId: id, endsAt, already: false } : null
}
