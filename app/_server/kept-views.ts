/** The views the signed-in person has kept of a table, with what keeps and forgets them. */
import "server-only"
import type { KeptViews } from "#components/ui/table-toolbar.tsx"
import type { Actor } from "#lib/auth/actor.ts"
import { listViews } from "#lib/views/queries.ts"
import { deps } from "./deps.ts"
import { dropView, keepView } from "./view-actions.ts"

export const keptViews = async (actor: Actor, tableKey: string): Promise<KeptViews> => ({
  tableKey,
  views: await listViews(deps().db, actor.userId, tableKey),
  keep: keepView,
  drop: dropView,
})
