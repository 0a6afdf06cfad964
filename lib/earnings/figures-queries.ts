/**
 * Asks what a fan's links and nodes brought, day by day and split by one thing: clicks as they came and as they count,
 * demos, purchases, what they earned, and bytes carried. What a day is, is decided by the
 * reader's time zone, not by the database.
 */
import { type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type ClickRow, type EventRow, type Figures, MAX_GROUPS, type OwnLink, sumFigures } from "./figures-sums.ts"
import { type Dimension, type FiguresView, NONE, type Span, spanOf } from "./figures-view.ts"

/** A fan's own links; more than that and the oldest are left out of the split, never out of the sums. */
const MAX_LINKS = 10_000

type Question = { userId: Id<"user">; view: FiguresView; span: Span; links: OwnLink[] }

/** The figures of a view, for its fan alone: links of others that it names match nothing. */
export async function figuresOf(db: DbOrTx, userId: Id<"user">, view: FiguresView): Promise<Figures> {
  const span = spanOf(view)
  const links = narrowed(await ownLinks(db, userId), view)
  const question = { userId, view, span, links }
  const [clicks, demos, purchases, bytes] = await Promise.all([
    clickRows(db, question),
    demoRows(db, question),
    purchaseRows(db, question),
    bytesRows(db, question),
  ])
  return sumFigures({ view, span, links }, { clicks, demos, purchases, bytes })
}

async function ownLinks(db: DbOrTx, userId: Id<"user">): Promise<OwnLink[]> {
  const { rows } = await db.execute(sql`
    select l.id, l.code, l.name, l.title_id as "titleId", t.name as "titleName" from link l join title t on t.id = l.title_id
    where l.owner_id = ${userId} order by l.id desc limit ${MAX_LINKS}`)
  return rows as OwnLink[]
}

const narrowed = (links: OwnLink[], { only }: FiguresView): OwnLink[] =>
  links.filter(
    (link) =>
      (only.link === undefined || only.link === link.id) && (only.title === undefined || only.title === link.titleId),
  )

/** The column of a click that a dimension is about; a title is its links'. */
const COLUMNS: Readonly<Record<Dimension, SQL>> = {
  link: sql.raw("c.link_id"),
  title: sql.raw("c.link_id"),
  sub: sql.raw("c.sub_id"),
  s1: sql.raw("c.s1"),
  s2: sql.raw("c.s2"),
  s3: sql.raw("c.s3"),
  s4: sql.raw("c.s4"),
  s5: sql.raw("c.s5"),
  host: sql.raw("c.referer_host"),
  trigger: sql.raw("c.trigger"),
  device: sql.raw("c.device"),
}

/** " and …" for what the view is narrowed to among a click's own columns. */
function narrowing({ only }: FiguresView): SQL {
  const parts = Object.entries(only).flatMap(([dimension, value]) => {
    if (dimension === "link" || dimension === "title") return []
    const column = COLUMNS[dimension as Dimension]
    return value === NONE ? sql` and ${column} is null` : sql` and ${column} = ${value}`
  })
  return sql.join(parts, sql``)
}

const isNarrowedBeyond = ({ only }: FiguresView, dimensions: readonly string[]): boolean =>
  Object.keys(only).some((dimension) => !dimensions.includes(dimension))

/** Counts by bins on whose edges every day of the span begins. */
const binOf = (at: SQL, { binSeconds, beforeFrom }: Span): SQL =>
  sql`date_bin(make_interval(secs => ${binSeconds}), ${at}, ${instant(beforeFrom)})`
const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`
/** One value, not thousands of places: the statement stays the same however many links there are. */
const linkIds = (links: readonly OwnLink[]): SQL => sql`${sql.param(links.map((link) => link.id))}::text[]`

/**
 * One walk over the clicks of both spans: few sums first, then days, reasons and groups of those sums. A million clicks of
 * one fan cost one pass.
 */
async function clickRows(db: DbOrTx, { view, span, links }: Question): Promise<ClickRow[]> {
  if (links.length === 0) return []
  const folded = view.by === "link" || view.by === "title"
  const { rows } = await db.execute(sql`
    with sums as (
      select ${binOf(sql`c.at`, span)} as bin, ${COLUMNS[view.by]} as key, c.flag, c.dup_of is not null as double,
        count(*) as clicks
      from click c
      where c.link_id = any(${linkIds(links)}) and c.at >= ${instant(span.beforeFrom)} and c.at < ${instant(span.to)}
        ${narrowing(view)}
      group by 1, 2, 3, 4
    ), seen as (
      select bin, key, clicks, coalesce(flag, case when double then 'double' else 'counted' end) as why,
        case when bin >= ${instant(span.from)} then clicks else 0 end as now
      from sums
    ), sets as (
      select grouping(bin, why, key) as kind, bin, why, key,
        sum(clicks) as raw, sum(clicks) filter (where why = 'counted') as counted,
        sum(now) as raw_now, sum(now) filter (where why = 'counted') as counted_now
      from seen group by grouping sets ((bin), (why), (key))
    ), ranked as (
      select *, row_number() over (partition by kind order by counted_now desc nulls last, raw_now desc, key) as place
      from sets
    )
    select case kind when 3 then 'bin' when 5 then 'why' else 'group' end as kind, bin as at, why, key,
      (case when kind = 3 then raw else raw_now end)::int as raw,
      coalesce(case when kind = 3 then counted else counted_now end, 0)::int as counted
    from ranked where kind <> 6 or (raw_now > 0 and (place <= ${MAX_GROUPS + 1} or ${folded}))`)
  return rows.map((row) => ({ ...row, at: row.at ? new Date(row.at as string) : null })) as ClickRow[]
}

const eventRows = async (db: DbOrTx, statement: SQL): Promise<EventRow[]> => {
  const { rows } = await db.execute(statement)
  return rows.map((row) => ({ ...row, at: new Date(row.at as string) })) as EventRow[]
}

/** What of a demo or a purchase says where it came from: its link, and the click if it is still there. */
const broughtBy = (event: string, { view, links, span }: Question, at: SQL, userId: string): SQL => {
  const key = view.by === "link" || view.by === "title" ? sql.raw(`${event}.link_id`) : COLUMNS[view.by]
  const wholly = view.only.link === undefined && view.only.title === undefined
  return sql`select ${binOf(at, span)} as at, ${key} as key, count(*)::int as figure,
      ${event === "o" ? sql.raw("coalesce(sum(m.amount), 0)::text") : sql.raw("'0'")} as earned
    from ${sql.raw(event === "o" ? '"order" o' : "entitlement e")}
    left join click c on c.id = ${sql.raw(`${event}.click_id`)}
    ${event === "o" ? sql`left join lateral (select sum(amount_micros) as amount from commission m where m.order_id = o.id and m.user_id = ${userId} and m.kind = 'referral') m on true` : sql``}
    where ${sql.raw(`${event}.referrer_id`)} = ${userId} and ${at} >= ${instant(span.beforeFrom)} and ${at} < ${instant(span.to)}
      ${wholly ? sql`` : sql`and ${sql.raw(`${event}.link_id`)} = any(${linkIds(links)})`} ${narrowing(view)}
    group by 1, 2`
}

const demoRows = (db: DbOrTx, question: Question): Promise<EventRow[]> =>
  eventRows(db, broughtBy("e", question, sql.raw("e.origin_bound_at"), question.userId))

const purchaseRows = (db: DbOrTx, question: Question): Promise<EventRow[]> =>
  eventRows(db, broughtBy("o", question, sql.raw("o.captured_at"), question.userId))

/** Bytes belong to titles, never to links; null when the view is narrowed to more than titles. */
async function bytesRows(db: DbOrTx, { userId, view, span }: Question): Promise<EventRow[] | null> {
  if (isNarrowedBeyond(view, ["title"])) return null
  const title = view.only.title
  return eventRows(
    db,
    sql`select ${binOf(sql`r.received_at`, span)} as at, null as key, sum(r.cumulative_bytes)::float8 as figure, '0' as earned
      from ticket k join receipt r on r.ticket_jti = k.jti
      ${title === undefined ? sql`` : sql`join download_session d on d.id = k.session_id and d.title_id = ${title}`}
      where k.owner_id = ${userId} and r.received_at >= ${instant(span.beforeFrom)} and r.received_at < ${instant(span.to)}
      group by 1`,
  )
}
