/** Ends the demos whose 30 days are over, and tells their holders three days before; periodic jobs on the platform clock. */
import { and, eq, gt, lte, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { notices } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { notifyAll } from "#lib/notices/notify.ts"
import { ownsTitle } from "./queries.ts"

const WARN_DAYS = 3

/** Answers how many ended now. */
export async function expireDemos(deps: Pick<Deps, "db" | "clock">): Promise<number> {
  const at = deps.clock.now()
  return inTx(deps.db, "expire-demos", async (tx) => {
    const ended = await tx
      .update(entitlements)
      .set({ state: "expired" })
      .where(and(isRunningDemo, lte(entitlements.endsAt, at)))
      .returning({ id: entitlements.id, userId: entitlements.userId, titleId: entitlements.titleId })
    for (const demo of ended) {
      const about = await titleToOffer(tx, demo)
      const key = `demo-ended:${demo.id}`
      if (about) await notifyAll(tx, [{ userId: demo.userId, kind: "demo-ended", key, payload: about, at }])
    }
    return ended.length
  })
}

const isRunningDemo = and(eq(entitlements.kind, "demo"), eq(entitlements.state, "active"))

type Demo = { id: Id<"entitlement">; userId: Id<"user">; titleId: Id<"title"> }

/** Who bought the title meanwhile need not be told that its demo ends; nor who could not buy it any more. */
async function titleToOffer(tx: Tx, { userId, titleId }: Demo): Promise<{ title: string; slug: string } | null> {
  if (await ownsTitle(tx, userId, titleId)) return null
  const [title] = await tx
    .select({ title: titles.name, slug: titles.slug })
    .from(titles)
    .where(and(eq(titles.id, titleId), eq(titles.state, "published")))
  return title ?? null
}

/** Each demo once. Answers how many were told now. */
export async function warnOfDemoEnd(deps: Pick<Deps, "db" | "clock">): Promise<number> {
  const at = deps.clock.now()
  return inTx(deps.db, "warn-of-demo-end", async (tx) => {
    const told = sql`not exists (select 1 from ${notices} where ${notices.userId} = ${entitlements.userId}
      and ${notices.key} = 'demo-ending:' || ${entitlements.id})`
    const { id, userId, titleId, endsAt } = entitlements
    const ending = await tx
      .select({ id, userId, titleId, endsAt })
      .from(entitlements)
      .where(and(isRunningDemo, gt(entitlements.endsAt, at), lte(entitlements.endsAt, addDays(at, WARN_DAYS)), told))
    let warned = 0
    for (const demo of ending) {
      const about = await titleToOffer(tx, demo)
      if (!about) continue
      const payload = { ...about, endsAt: demo.endsAt!.toISOString() }
      const key = `demo-ending:${demo.id}`
      await notifyAll(tx, [{ userId: demo.userId, kind: "demo-ending", key, payload, at }])
      warned += 1
    }
    return warned
  })
}
