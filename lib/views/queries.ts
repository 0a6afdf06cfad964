/** Questions about the views people have kept. */
import { and, asc, eq, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { savedViews } from "#db/schema/views.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { viewQuery } from "#lib/views/saved-view.ts"

export type SavedView = { viewId: Id<"view">; name: string; query: string }

/** A person's views of one table, by name. */
export async function listViews(db: DbOrTx, ownerId: Id<"user">, tableKey: string): Promise<SavedView[]> {
  const rows = await db
    .select({ viewId: savedViews.id, name: savedViews.name, state: savedViews.state })
    .from(savedViews)
    .where(and(eq(savedViews.ownerId, ownerId), eq(savedViews.tableKey, tableKey)))
    .orderBy(asc(sql`lower(${savedViews.name})`))
  return rows.map(({ state, ...view }) => ({ ...view, query: viewQuery(state) }))
}
