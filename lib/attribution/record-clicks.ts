/** Clicks are stored many at a time, each once by its id, each told from a double of the same visitor within the hour. */
import { sql } from "drizzle-orm"
import { PgDialect } from "drizzle-orm/pg-core"
import type { Pool, PoolClient } from "pg"
import { type Db, inTx, poolOf, type Tx } from "#db/client.ts"
import type { ClickDevice, ClickFlag, ClickTrigger, SubKey } from "#lib/attribution/click.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { HOUR_MS, SECOND_MS } from "#lib/kernel/period.ts"

export type Click = {
  id: string
  linkId: Id<"link">
  at: Date
  subId: string | null
  deepPath: string | null
  refererHost: string | null
  flag: ClickFlag | null
  visitHash: string
} & Partial<ClickFacts>

/** Absent in what older processes spilled; absent is null. */
type ClickFacts = Record<SubKey, string | null> & {
  /** Where the visitor was sent, whatever the link says by the time it is stored. */
  titleId: Id<"title"> | null
  trigger: ClickTrigger | null
  device: ClickDevice | null
  /** A JSON object. */
  utm: string | null
}

const FACTS = ["s1", "s2", "s3", "s4", "s5", "trigger", "device", "utm"] as const satisfies (keyof ClickFacts)[]
const COLUMNS = [
  ...["id", "link_id", "at", "sub_id", "deep_path", "referer_host", "flag", "visit_hash", "title_id"],
  ...FACTS,
]

/** Rows in one statement: 1 000 rows are about 250 kB of text (at worst, every tag full, 2 MB), well under what the embedded database takes at once. */
export const CLICKS_PER_STATEMENT = 1_000

/** Below what the click path waits for: were it longer, each new try would take another connection, until nobody gets one. */
const STORE_LIMIT_MS = 9 * SECOND_MS

/** Any number nobody else locks on. */
const CLICK_LOCK = 7_251_001

/** One per column of the statement; a column that is null throughout is not sent. */
type Column = (string | null)[] | null

const named = (prefix: string) => sql.raw(COLUMNS.map((name) => `${prefix}${name}`).join(", "))
const arrayOf = (column: Column, name: string) =>
  name === "at" ? sql`${sql.param(column)}::timestamptz[]` : sql`${sql.param(column)}::text[]`

/**
 * The one statement. `first`, the last column, is an earlier click known to be of the same visitor within the hour;
 * without one, or when it turned out to be the fan's own, the table is asked. A click that counts is told to the live page, one line per link; what turns out to be the fan's own later stays told.
 */
const insertion = (columns: readonly Column[]) => sql`
  with stored as (
    insert into click (${named("")}, dup_of)
    select ${named("i.")},
      case when i.flag is null then coalesce((
        select i.first where not exists (select 1 from click f where f.id = i.first and f.flag is not null)), (
        select c.id from click c
        where c.visit_hash = i.visit_hash and c.at > i.at - interval '1 hour' and c.at < i.at + interval '1 hour'
          and c.flag is null and c.dup_of is null
        order by c.at limit 1)) end
    from unnest(${sql.join(
      columns.map((column, i) => arrayOf(column, COLUMNS[i] ?? "first")),
      sql`, `,
    )}) as i(${named("")}, first)
    on conflict (id) do nothing
    returning link_id, at, flag, dup_of
  )
  insert into activity (user_id, kind, payload, at)
  select l.owner_id, 'click', jsonb_build_object('code', l.code, 'clicks', count(*)::text), max(s.at)
  from stored s join link l on l.id = s.link_id
  where s.flag is null and s.dup_of is null
  group by l.owner_id, l.code`

function columnsOf(clicks: readonly Click[], visits: RecentVisits): Column[] {
  const column = (pick: (click: Click) => string | null): Column => {
    const values = clicks.map(pick)
    return values.some((value) => value !== null) ? values : null
  }
  return [
    column((c) => c.id),
    column((c) => c.linkId),
    column((c) => c.at.toISOString()),
    column((c) => c.subId),
    column((c) => c.deepPath),
    column((c) => c.refererHost),
    column((c) => c.flag),
    column((c) => c.visitHash),
    column((c) => c.titleId ?? null),
    ...FACTS.map((fact) => column((c) => c[fact] ?? null)),
    column((c) => visits.firstOf(c)),
  ]
}

/** The first click of each visitor within the hour, in memory; the oldest are forgotten first, and then the table is asked. */
export class RecentVisits {
  readonly #firsts = new Map<string, { id: string; at: number }>()
  readonly #limit: number

  /** 100 000 visits of about 150 bytes: 15 MB. */
  constructor(limit = 100_000) {
    this.#limit = limit
  }

  /** The id of an earlier click of the same visitor within the hour, or null; the click is then that first one. */
  firstOf(click: Pick<Click, "id" | "at" | "flag" | "visitHash">): string | null {
    if (click.flag !== null) return null
    const at = click.at.getTime()
    const first = this.#firsts.get(click.visitHash)
    // The same id again is a replay, not a double.
    if (first && Math.abs(at - first.at) < HOUR_MS) return first.id === click.id ? null : first.id
    this.remember(click.visitHash, click.id, at)
    return null
  }

  /** What was not stored must not make doubles of those who come after it. */
  forget(clicks: readonly Pick<Click, "id" | "visitHash">[]): void {
    for (const { id, visitHash } of clicks) if (this.#firsts.get(visitHash)?.id === id) this.#firsts.delete(visitHash)
  }

  remember(visitHash: string, id: string, at: number): void {
    this.#firsts.delete(visitHash)
    this.#firsts.set(visitHash, { id, at })
    if (this.#firsts.size > this.#limit) this.#firsts.delete(this.#firsts.keys().next().value!)
  }
}

/**
 * Stores up to CLICKS_PER_STATEMENT clicks, oldest first; a click whose id is there already is left alone. Any number of
 * processes may do so at once: a lock keeps two of them from both counting one visitor.
 */
export async function recordClicks(
  db: Db,
  clicks: readonly Click[],
  { limitMs = STORE_LIMIT_MS }: { limitMs?: number } = {},
): Promise<void> {
  if (clicks.length === 0) return
  refuseTooMany(clicks)
  await inTx(db, "record-clicks", async (tx) => {
    // Its own statement: a statement sees only what was committed before it began, so the lock must come first.
    await holdClicks(tx, limitMs)
    await tx.execute(insertion(columnsOf(clicks, new RecentVisits())))
  })
}

/**
 * Until this tx ends no other tx tells doubles. The sole writer needs none: its database runs one tx at a time. From here on the
 * database itself gives up on whatever takes longer than `limitMs`, and gives the lock back.
 */
export async function holdClicks(tx: Tx, limitMs = STORE_LIMIT_MS): Promise<void> {
  const limit = String(limitMs)
  // In one statement: columns are worked out in their order, and a wait for a lock asks for its limit when it begins.
  await tx.execute(
    sql`select set_config('lock_timeout', ${limit}, true), set_config('statement_timeout', ${limit}, true), pg_advisory_xact_lock(${CLICK_LOCK})`,
  )
}

function refuseTooMany(clicks: readonly Click[]): void {
  if (clicks.length > CLICKS_PER_STATEMENT) throw new RangeError(`at most ${CLICKS_PER_STATEMENT} clicks at once`)
}

const STATEMENT = new PgDialect().sqlToQuery(insertion(Array<Column>(COLUMNS.length + 1).fill(null))).sql

/**
 * The same for the one process that has the embedded database to itself: no lock, doubles known from memory, and the
 * statement planned once per connection (planning it costs the embedded database 2-3 ms, storing 32 clicks 1 ms).
 */
export class SoleClickWriter {
  readonly #pool: Pool
  readonly #visits = new RecentVisits()
  #client: PoolClient | null = null
  readonly #onLost = (error: Error) => this.#release(error)
  /** All connections to the embedded database share one session, so a statement's name must never come again. */
  #name = ""

  constructor(db: Db) {
    this.#pool = poolOf(db)
  }

  /** See `recordClicks`. */
  async record(clicks: readonly Click[]): Promise<void> {
    if (clicks.length === 0) return
    refuseTooMany(clicks)
    const client = await this.#connected()
    try {
      await client.query({ name: this.#name, text: STATEMENT, values: columnsOf(clicks, this.#visits) })
    } catch (error) {
      this.#visits.forget(clicks)
      if (this.#client === client) this.#release(error instanceof Error ? error : true)
      throw error
    }
  }

  close(): void {
    this.#release()
  }

  async #connected(): Promise<PoolClient> {
    if (this.#client) return this.#client
    const client = await this.#pool.connect()
    if (this.#client) {
      client.release()
      return this.#client
    }
    client.on("error", this.#onLost)
    this.#name = `clicks_${crypto.randomUUID()}`
    this.#client = client
    return client
  }

  #release(broken?: Error | boolean): void {
    this.#client?.off("error", this.#onLost)
    this.#client?.release(broken)
    this.#client = null
  }
}
