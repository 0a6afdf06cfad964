/** Which titles are taken down now, by slug: what a web process keeps in memory to answer for them. */
import { desc, eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"

export type TakenDownTitle = { slug: string; name: string; notice: string | null }

/** About 500 bytes each; beyond that the store's own page says "not found", which is true as well. */
const REMEMBERED = 10_000

export async function listTakenDown(db: DbOrTx): Promise<Map<string, TakenDownTitle>> {
  const rows = await db
    .select({ slug: titles.slug, name: titles.name, notice: titles.takenDownNotice })
    .from(titles)
    .where(eq(titles.state, "taken_down"))
    .orderBy(desc(titles.takenDownAt))
    .limit(REMEMBERED)
  return new Map(rows.map((row) => [row.slug, row]))
}
