/** Everything stored about one account, as one JSON document made while it is read; keys, hashes and other people's data stay out. */
import { type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** Per section, newest left out last; who has more is told in the section and can write to us. */
export const ROWS_PER_SECTION = 100_000
const ROWS_PER_READ = 1_000

/** Columns by which a row belongs to an account. A referrer, for one, does not own the order. */
const BELONGS_BY = ["user_id", "owner_id", "buyer_id"]
/** What would open something, or says nothing to a person. */
const LEFT_OUT = "(hash|token|secret|wrapped|session_key|device_key|request_key|approve_url|^search$)"

type Section = { name: string; rows: SQL }

/** Pieces of one JSON document: `{"account":…,"sections":{"order":[…],…}}`. Reads a thousand rows at a time. */
export async function* exportAccount(db: DbOrTx, userId: Id<"user">, at: Date): AsyncGenerator<string> {
  yield `{"account":${JSON.stringify(userId)},"made_at":${JSON.stringify(at)},"rows_per_section":${ROWS_PER_SECTION},"sections":{`
  let first = true
  for (const section of await sectionsOf(db, userId)) {
    yield `${first ? "" : ","}\n${JSON.stringify(section.name)}:[`
    yield* rowsOf(db, section.rows)
    yield "]"
    first = false
  }
  yield "\n}}\n"
}

async function* rowsOf(db: DbOrTx, rows: SQL): AsyncGenerator<string> {
  for (let from = 0; from < ROWS_PER_SECTION; from += ROWS_PER_READ) {
    const read = await db.execute(
      sql`select row::text as "row" from (${rows}) as r(row) limit ${ROWS_PER_READ} offset ${from}`,
    )
    const texts = read.rows.map((r) => String(r.row))
    if (texts.length > 0) yield `${from === 0 ? "\n" : ",\n"}${texts.join(",\n")}`
    if (texts.length < ROWS_PER_READ) return
  }
}

async function sectionsOf(db: DbOrTx, userId: Id<"user">): Promise<Section[]> {
  const own = await ownTables(db)
  const byColumn = own.map(({ table, column, out }) => ({
    name: table,
    rows: sql`select to_jsonb(t) - ${textArray(out)} from ${sql.identifier(table)} t
      where t.${sql.identifier(column)} = ${userId} order by t.ctid`,
  }))
  return [...named(userId), ...byColumn]
}

/** Tables whose rows name their account in a column with a foreign key, also those made after this was written. */
async function ownTables(db: DbOrTx): Promise<{ table: string; column: string; out: string[] }[]> {
  const { rows } = await db.execute(sql`
    select c.relname as "table", min(a.attname) as "column",
      (select coalesce(json_agg(o.attname), '[]') from pg_attribute o where o.attrelid = c.oid and o.attnum > 0
        and (o.atttypid = 'bytea'::regtype or o.attname ~ ${LEFT_OUT})) as "out"
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = '"user"'::regclass and a.attname = any(${textArray(BELONGS_BY)})
    group by c.oid, c.relname order by c.relname`)
  return rows as { table: string; column: string; out: string[] }[]
}

/** Rows that belong to the account by a longer way. */
function named(userId: Id<"user">): Section[] {
  const links = sql`select id from link where owner_id = ${userId}`
  const publisher = sql`select id from publisher where owner_id = ${userId}`
  return [
    {
      name: "profile",
      rows: sql`select to_jsonb(u) - array['password_hash'] from "user" u where u.id = ${userId}`,
    },
    {
      name: "clicks_on_own_links",
      rows: sql`select to_jsonb(c) - array['visit_hash'] from click c where c.link_id in (${links}) order by c.id`,
    },
    {
      name: "licences",
      rows: sql`select to_jsonb(l) - array['device_key'] from licence l
        where l.entitlement_id in (select id from entitlement where user_id = ${userId}) order by l.issued_at`,
    },
    {
      name: "ledger",
      rows: sql`select jsonb_build_object('account', e.account, 'amount_micros', e.amount_micros::text, 'kind', t.kind,
          'order_id', t.order_id, 'payout_id', t.payout_id, 'at', t.at)
        from ledger_entry e join ledger_transaction t on t.id = e.tx_id
        where e.account in (${`fan:${userId}:referral`}, ${`fan:${userId}:carriage`}, ${`store_credit:${userId}`})
          or e.account in (select 'publisher:' || id from publisher where owner_id = ${userId}) order by e.id`,
    },
    {
      name: "titles",
      rows: sql`select to_jsonb(t) - array['cover', 'search'] from title t
        where t.publisher_id in (${publisher}) order by t.id`,
    },
    {
      name: "mails",
      rows: sql`select jsonb_build_object('kind', m.kind, 'subject', m.subject, 'text', m.text, 'at', m.created_at)
        from mail m where lower(m."to") in (select lower(email) from "user" where id = ${userId}
          union select lower(paypal_email) from payee where user_id = ${userId}) order by m.id`,
    },
    {
      name: "activity",
      rows: sql`select to_jsonb(a) from activity a where a.user_id = ${userId} order by a.id`,
    },
    {
      name: "acts_of_operators",
      rows: sql`select jsonb_build_object('act', o.act, 'at', o.at) from operator_act o
        where o.subject_id = ${userId} order by o.at`,
    },
  ]
}

const textArray = (words: readonly string[]): SQL =>
  words.length === 0
    ? sql`array[]::text[]`
    : sql`array[${sql.join(
        words.map((w) => sql`${w}`),
        sql`, `,
      )}]::text[]`
