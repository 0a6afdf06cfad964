/**
 * Asks what a fan's links and nodes brought, day by day and split by one thing: clicks as they came and as they count,
 * demos, purchases, what they earned, and bytes carried. What a day is, is decided by the
 * reader's time zone, not by the database.
 */
import { type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { linkTitleAt } from "#lib/fans/link-title-at.ts"
import type { Id } from "#lib/kernel/ids.ts"
import {
  type ClickRow,
  type Counted,
  type EventRow,
  type Figures,
  MAX_GROUPS,
  type OwnLink,
  sumFigures,
} from "./figures-sums.ts"
import { type Dimension, type FiguresView, NONE, type Span, spanOf } from "./figures-view.ts"

type Question = { userId: Id<"user">; view: FiguresView; span: Span; links: OwnLink[] }

/** The figures of a view, for its fan alone: links of others that it names match nothing. */
export async function figuresOf(db: DbOrTx, userId: Id<"user">, view: FiguresView): Promise<Figures> {
  const span = spanOf(view)
  const links = await ownLinks(db, userId)
  const question = { userId, view, span, links }
  const [clicks, demos, purchases, bytes] = await Promise.all([
    clickRows(db, question),
    demoRows(db, question),
    purchaseRows(db, question),
    bytesRows(db, question),
  ])
  const counted = { clicks, demos, purchases, bytes }
  return sumFigures({ view, span, links, titles: await titleNames(db, question, counted) }, counted)
}

/** All of them: an account has at most LINKS_PER_OWNER. */
async function ownLinks(db: DbOrTx, userId: Id<"user">): Promise<OwnLink[]> {
  const { rows } = await db.execute(sql`
    select l.id, l.code, l.name, l.title_id as "titleId", array(select distinct c.title_before from link_change c
      where c.link_id = l.id and c.title_before is not null) as "pastTitleIds"
    from link l where l.owner_id = ${userId}`)
  return rows as OwnLink[]
}

/** Those whose clicks can be of the view. A click's title is one its link has, or had. */
const narrowed = (links: readonly OwnLink[], { only }: FiguresView): OwnLink[] =>
  links.filter(
    ({ id, titleId, pastTitleIds }) =>
      (only.link === undefined || only.link === id) &&
      (only.title === undefined || only.title === titleId || pastTitleIds.some((past) => past === only.title)),
  )

/** Of titles the fan has rows of; an id somebody else wrote into the address names nothing. */
async function titleNames(
  db: DbOrTx,
  { view, links }: Question,
  { clicks, demos, purchases }: Counted,
): Promise<ReadonlyMap<string, string>> {
  const keys = view.by === "title" ? [...clicks, ...demos, ...purchases].flatMap(({ key }) => key ?? []) : []
  const { title } = view.only
  const isOwn = title && (clicks.length + demos.length + purchases.length > 0 || narrowed(links, view).length > 0)
  const ids = [...new Set([...keys, ...(isOwn ? [title] : [])])]
  if (ids.length === 0) return new Map()
  const { rows } = await db.execute<{ id: string; name: string }>(
    sql`select id, name from title where id = any(${sql.param(ids)}::text[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What a dimension is of a click `c`; link and title are of whatever the row is. */
const COLUMNS: Readonly<Record<Exclude<Dimension, "link" | "title">, SQL>> = {
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

/** Where the link and the title of a row stand: a click's title is where it led, a sale's what was sold, by a code too. */
type Row = { link: SQL; title: SQL }
const columnOf = (dimension: Dimension, row: Row): SQL =>
  dimension === "link" || dimension === "title" ? row[dimension] : COLUMNS[dimension]

/** " and …" for what the view is narrowed to. Everything has a title; who asks for none of one's titles means no link. */
function narrowing({ only }: FiguresView, row: Row): SQL {
  const parts = (Object.entries(only) as [Dimension, string][]).map(([dimension, value]) => {
    if (value === NONE) return sql` and ${columnOf(dimension === "title" ? "link" : dimension, row)} is null`
    return sql` and ${columnOf(dimension, row)} = ${value}`
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

/** Clicks that keep no title have their link's of that moment; only links that were pointed elsewhere have a history to ask. */
const titleOfClick = (links: readonly OwnLink[]): SQL =>
  sql`coalesce(c.title_id, case when c.link_id = any(${linkIds(links.filter((link) => link.pastTitleIds.length > 0))})
    then ${linkTitleAt(sql.raw("c.at"))} else link.title_id end)`

/**
 * One walk over the clicks of both spans: few sums first, then days, reasons and groups of those sums. A million clicks of
 * one fan cost one pass.
 */
async function clickRows(db: DbOrTx, { userId, view, span, links: all }: Question): Promise<ClickRow[]> {
  const links = narrowed(all, view)
  if (links.length === 0) return []
  const asksTitle = view.by === "title" || view.only.title !== undefined
  const folded = view.by === "link" || view.by === "title"
  const row = { link: sql.raw("c.link_id"), title: titleOfClick(links) }
  const { rows } = await db.execute(sql`
    with sums as (
      select ${binOf(sql`c.at`, span)} as bin, ${columnOf(view.by, row)} as key, c.flag, c.dup_of is not null as double,
        count(*) as clicks
      from click c ${asksTitle ? sql`join link on link.id = c.link_id and link.owner_id = ${userId}` : sql``}
      where c.link_id = any(${linkIds(links)}) and c.at >= ${instant(span.beforeFrom)} and c.at < ${instant(span.to)}
        ${narrowing(view, row)}
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

/** What a demo or a purchase says of where it came from: its link if one did, its title, and the click if it is still there. */
const broughtBy = (event: "e" | "o", { view, span, userId }: Question, at: SQL): SQL => {
  const row = { link: sql.raw(`${event}.link_id`), title: sql.raw(`${event}.title_id`) }
  return sql`select ${binOf(at, span)} as at, ${columnOf(view.by, row)} as key, count(*)::int as figure,
      ${event === "o" ? sql.raw("coalesce(sum(m.amount), 0)::text") : sql.raw("'0'")} as earned
    from ${sql.raw(event === "o" ? '"order" o' : "entitlement e")}
    left join click c on c.id = ${sql.raw(`${event}.click_id`)}
    ${event === "o" ? sql`left join lateral (select sum(amount_micros) as amount from commission m where m.order_id = o.id and m.user_id = ${userId} and m.kind = 'referral') m on true` : sql``}
    where ${sql.raw(`${event}.referrer_id`)} = ${userId} and ${at} >= ${instant(span.beforeFrom)} and ${at} < ${instant(span.to)}
      ${narrowing(view, row)}
    group by 1, 2`
}

const demoRows = (db: DbOrTx, question: Question): Promise<EventRow[]> =>
  eventRows(db, broughtBy("e", question, sql.raw("e.origin_bound_at")))

const purchaseRows = (db: DbOrTx, question: Question): Promise<EventRow[]> =>
  eventRows(db, broughtBy("o", question, sql.raw("o.captured_at")))

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
