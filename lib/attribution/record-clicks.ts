/** Clicks are stored many at a time, each once by its id, each told from a double of the same visitor within the hour. */
import { sql } from "drizzle-orm"
import { type Db, type DbOrTx, inTx } from "#db/client.ts"
import type { ClickFlag } from "#db/schema/attribution.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { HOUR_MS } from "#lib/kernel/period.ts"

export type Click = {
  id: string
  linkId: Id<"link">
  at: Date
  subId: string | null
  deepPath: string | null
  refererHost: string | null
  flag: ClickFlag | null
  visitHash: string
}

/** Rows in one statement: 1 000 rows are about 250 kB of text, well under what the embedded database takes at once. */
export const CLICKS_PER_STATEMENT = 1_000

/** Any number nobody else locks on. */
const CLICK_LOCK = 7_251_001

/**
 * Stores up to CLICKS_PER_STATEMENT clicks in one statement, oldest first; a click whose id is there already is left
 * alone. Clicks that count are told to the live page, one line per link. `alone` = no other process writes clicks to
 * this database; without it a lock keeps two processes from both counting one visitor.
 */
export async function recordClicks(db: Db, clicks: readonly Click[], alone: boolean): Promise<void> {
  if (clicks.length === 0) return
  if (clicks.length > CLICKS_PER_STATEMENT) throw new RangeError(`at most ${CLICKS_PER_STATEMENT} clicks at once`)
  if (alone) return insertClicks(db, clicks)
  await inTx(db, "record-clicks", async (tx) => {
    // Its own statement: a statement sees only what was committed before it began, so the lock must come first.
    await tx.execute(sql`select pg_advisory_xact_lock(${CLICK_LOCK})`)
    await insertClicks(tx, clicks)
  })
}

async function insertClicks(db: DbOrTx, clicks: readonly Click[]): Promise<void> {
  const column = (pick: (click: Click) => string | null) => sql.param(clicks.map(pick))
  const firsts = firstInBatch(clicks)
  await db.execute(sql`
    with stored as (
      insert into click (id, link_id, at, sub_id, deep_path, referer_host, flag, visit_hash, dup_of)
      select i.id, i.link_id, i.at, i.sub_id, i.deep_path, i.referer_host, i.flag, i.visit_hash,
        case when i.flag is null then coalesce((
          select c.id from click c
          where c.visit_hash = i.visit_hash and c.at > i.at - interval '1 hour' and c.at < i.at + interval '1 hour'
            and c.flag is null and c.dup_of is null
          order by c.at limit 1), i.first_in_batch) end
      from unnest(
        ${column((c) => c.id)}::text[], ${column((c) => c.linkId)}::text[],
        ${column((c) => c.at.toISOString())}::timestamptz[], ${column((c) => c.subId)}::text[],
        ${column((c) => c.deepPath)}::text[], ${column((c) => c.refererHost)}::text[], ${column((c) => c.flag)}::text[],
        ${column((c) => c.visitHash)}::text[], ${sql.param(firsts)}::text[]
      ) as i(id, link_id, at, sub_id, deep_path, referer_host, flag, visit_hash, first_in_batch)
      on conflict (id) do nothing
      returning link_id, at, flag, dup_of
    )
    insert into activity (user_id, kind, payload, at)
    select l.owner_id, 'click', jsonb_build_object('code', l.code, 'clicks', count(*)::text), max(s.at)
    from stored s join link l on l.id = s.link_id
    where s.flag is null and s.dup_of is null
    group by l.owner_id, l.code`)
}

/** For each click the id of an earlier one in the same batch by the same visitor within the hour, or null. */
export function firstInBatch(clicks: readonly Pick<Click, "id" | "at" | "flag" | "visitHash">[]): (string | null)[] {
  const firsts = new Map<string, { id: string; at: number }>()
  return clicks.map(({ id, at, flag, visitHash }) => {
    if (flag !== null) return null
    const first = firsts.get(visitHash)
    if (first && at.getTime() - first.at < HOUR_MS) return first.id
    firsts.set(visitHash, { id, at: at.getTime() })
    return null
  })
}
