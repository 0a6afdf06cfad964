/** Questions to an account's activity: what came after what was seen last. */
import { and, asc, desc, eq, gt, ne } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { activity } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type ActivityView = { id: number; kind: string; payload: Record<string, string>; at: Date }

const PAGE = 100

export async function activityAfter(db: DbOrTx, userId: Id<"user">, after: number): Promise<ActivityView[]> {
  return db
    .select({ id: activity.id, kind: activity.kind, payload: activity.payload, at: activity.at })
    .from(activity)
    .where(and(eq(activity.userId, userId), gt(activity.id, after)))
    .orderBy(asc(activity.id))
    .limit(PAGE)
}

export async function newestActivityId(db: DbOrTx, userId: Id<"user">): Promise<number> {
  const [row] = await db
    .select({ id: activity.id })
    .from(activity)
    .where(eq(activity.userId, userId))
    .orderBy(desc(activity.id))
    .limit(1)
  return row?.id ?? 0
}

/** The newest first, for the page before the live feed goes on; notices have a page of their own. */
export async function recentActivity(db: DbOrTx, userId: Id<"user">, limit = 12): Promise<ActivityView[]> {
  return db
    .select({ id: activity.id, kind: activity.kind, payload: activity.payload, at: activity.at })
    .from(activity)
    .where(and(eq(activity.userId, userId), ne(activity.kind, "notice")))
    .orderBy(desc(activity.id))
    .limit(limit)
}
