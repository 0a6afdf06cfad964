/** Puts hostile words into every text a running Fanfare keeps, past its doors: whatever comes to stand there must do nothing. */
import { sql } from "drizzle-orm"
import type { Db } from "#db/client.ts"
import { HOSTILE, HOSTILE_LINK, MARK } from "./hostile-words.ts"
import { type TextColumn, wordColumns } from "./text-columns.ts"

/** Rows of tables that the sample world may leave empty, so that there is something to read; each once. */
const ROWS = [
  sql`insert into title_review (id, title_id, state, requested_at, decided_at, reason)
    select 'rev_sentinel' || row_number() over (), id, 'refused', now(), now(), 'x' from title`,
  sql`insert into review_note (review_id, "by", text, at) select id, 'operator', 'x', now() from title_review`,
  // Only added to, by trigger: written with the words at once.
  sql`insert into operator_act (id, operator_id, act, subject_kind, subject_id, reason, before, after, at)
    select 'act_sentinel' || row_number() over (), (select id from "user" where 'operator' = any(roles) limit 1),
      'ask', 'title', id, ${HOSTILE}, '{}', '{}', now() from title`,
  sql`insert into saved_view (id, owner_id, table_key, name, state, created_at)
    select 'vew_sentinel' || row_number() over (), u.id, k, k, '{}', now()
    from "user" u, unnest(array['titles', 'sales-by-fan', 'operate.people', 'operate.titles', 'operate.acts']) k`,
  sql`insert into flag (id, kind, subject, reason, opened_at)
    select 'flg_sentinel' || row_number() over (), 'rate', id, 'x', now() from node`,
  sql`insert into erasure (id, user_id, state, asked_by, asked_at, due_at, waits_for)
    select 'era_sentinel' || row_number() over (), id, 'cancelled', id, now(), now(), 'x' from "user"`,
  sql`insert into site_domain (domain, site_id, token, added_at, last_error)
    select 'sentinel-' || row_number() over () || '.example', id, 'x', now(), 'x' from site`,
  sql`insert into device_code (device_hash, user_code, public_key, name, scopes, address, state, expires_at)
    values ('sentinel', 'SENT-INEL', 'x', 'x', '{}', '127.0.0.1', 'pending', now())`,
  sql`insert into api_key (id, owner_id, key_hash, name, hint, scopes, created_at)
    select 'key_sentinel' || row_number() over (), id, 'sentinel' || id, 'x', '', '{publish}', now() from "user"`,
  sql`insert into link_change (link_id, user_id, at, changes)
    select id, owner_id, now(), '[{"field":"name","before":"Old words","after":"New words"}]' from link`,
  sql`insert into link_import (id, owner_id, text, created_at)
    select 'imp_sentinel' || row_number() over (), id, 'x', now() from "user"`,
  sql`insert into mail_address (address, failures_in_row) values ('sentinel@mail.example', 1)`,
]
/** Words as people read them: not an id, a figure, a date, a colour, an address. */
const isWords = (text: string) => /[A-Z ]/.test(text) && !/^(?:[a-z]{3}_|#|https?:|\d{4}-\d\d-|[\d.,-]+$)/.test(text)
/** Where a row says nothing yet: the campaign tags of a link are the only JSON that may be left out. */
const SOMETHING = { pass: [], own: { utm_source: "Some words" } }
/** Text that is read back as JSON. */
const AS_JSON = new Set(["click.utm"])
/** Of a page: what a block is, and colours and faces. */
const CHOICES = new Set(["id", "type", "theme"])

/** Answers the columns in which the words now stand nowhere, and who ought to have a row for them. */
export async function plantWords(db: Db): Promise<string[]> {
  for (const row of ROWS) await db.execute(sql`${row} on conflict do nothing`)
  const bare: string[] = []
  for (const column of wordColumns()) {
    if (column.type === "jsonb") await plantJson(db, column)
    else if (column.table !== "operator_act") await plantText(db, column)
    if ((await countPlanted(db, column)) === 0) bare.push(`${column.table}.${column.column}`)
  }
  return bare
}

/** Each row's differ, as names in some columns must. */
async function plantText(db: Db, { table, column, type }: TextColumn): Promise<void> {
  const words = column === "url" ? HOSTILE_LINK : HOSTILE
  const text = AS_JSON.has(`${table}.${column}`)
    ? sql`${JSON.stringify({ utm_source: words })}::text`
    : sql`${words}::text || ' ' || ctid::text`
  await db.execute(
    sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${type === "array" ? sql`array[${text}]` : text}`,
  )
}

async function plantJson(db: Db, { table, column }: TextColumn): Promise<void> {
  const [at, name] = [sql.identifier(table), sql.identifier(column)]
  const { rows } = await db.execute(sql`select ctid::text as at, ${name} as value from ${at}`)
  for (const row of rows)
    await db.execute(
      sql`update ${at} set ${name} = ${JSON.stringify(planted(row.value ?? SOMETHING))}::jsonb where ctid = ${row.at}::tid`,
    )
}

function planted(value: unknown, key = ""): unknown {
  if (CHOICES.has(key)) return value
  if (typeof value === "string") return isWords(value) ? HOSTILE : value
  if (Array.isArray(value)) return value.map((entry) => planted(entry, key))
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, planted(inner, name)]))
}

async function countPlanted(db: Db, { table, column }: TextColumn): Promise<number> {
  const { rows } = await db.execute(
    sql`select count(*)::int as n from ${sql.identifier(table)} where ${sql.identifier(column)}::text like ${`%${MARK}%`}`,
  )
  return Number(rows[0]?.n)
}

/** Every notice is mailed anew, so that mails are written with the words as well. */
export const mailEverythingAgain = (db: Db) =>
  db.execute(sql`update notice set mail_due_at = now() - interval '1 hour', mail_pace = 'now', mailed_at = null`)
