/**
 * The sweep at the end of an erasure: the person's addresses in every text of every table, and the person's name in rows
 * of their own and in what people write to each other. Tables made later are swept too, because the database is asked for them.
 */
import { sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** What stands in place of a word that was taken out. */
export const ERASED = "[erased]"

export type PersonWords = { userId: Id<"user">; emails: Set<string>; names: Set<string> }

/** Only added to, and written from ids and figures alone; clicks hold no text of an account. */
const NEVER_PERSONAL = new Set([
  "ledger_transaction",
  "ledger_entry",
  "commission",
  "click",
  "day_secret",
  "signing_key",
])
/** Free text about anybody. */
const FREE_TEXT = new Set([
  "mail",
  "flag",
  "title_review",
  "review_note",
  "operator_act",
  "outbox",
  "paypal_webhook",
  "notice",
])
/** A shorter name is a word that means other things as well. */
const NAME_LEAST_CHARS = 3

type Column = { table: string; column: string; type: "text" | "jsonb"; person: string | null }

export async function eraseWords(tx: Tx, { userId, emails, names }: PersonWords): Promise<void> {
  const columns = (await textColumns(tx)).filter((c) => !NEVER_PERSONAL.has(c.table))
  for (const email of emails) for (const column of columns) await replace(tx, column, email)
  for (const name of [...names].filter((n) => n.length >= NAME_LEAST_CHARS)) {
    for (const column of columns) {
      if (FREE_TEXT.has(column.table)) await replace(tx, column, name)
      else if (column.person) await replace(tx, column, name, { column: column.person, userId })
    }
    await replaceInTitles(tx, name, userId)
  }
}

/** Every column of text or JSON that may be written, with the column of its table that names an account. */
async function textColumns(tx: Tx): Promise<Column[]> {
  const { rows } = await tx.execute(sql`
    select c.table_name as "table", c.column_name as "column", c.data_type as "type",
      (select a.attname from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where k.contype = 'f' and k.confrelid = '"user"'::regclass
          and k.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass
        order by a.attname in ('user_id', 'owner_id', 'buyer_id') desc, a.attnum limit 1) as "person"
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb')
      and c.is_generated = 'NEVER'`)
  return rows as Column[]
}

async function replace(tx: Tx, c: Column, word: string, only?: { column: string; userId: string }): Promise<void> {
  const column = sql.identifier(c.column)
  const own = only ? sql`and ${sql.identifier(only.column)} = ${only.userId}` : sql``
  const text = sql`regexp_replace(${column}::text, ${patternOf(word)}, ${ERASED}, 'gi')`
  await tx.execute(sql`update ${sql.identifier(c.table)} set ${column} = ${c.type === "jsonb" ? sql`(${text})::jsonb` : text}
    where position(${word.toLowerCase()} in lower(${column}::text)) > 0 ${own}`)
}

async function replaceInTitles(tx: Tx, name: string, ownerId: Id<"user">): Promise<void> {
  for (const column of ["name", "tagline", "description"])
    await tx.execute(sql`update title set ${sql.identifier(column)} =
        regexp_replace(title.${sql.identifier(column)}, ${patternOf(name)}, ${ERASED}, 'gi')
      from publisher where publisher.id = title.publisher_id and publisher.owner_id = ${ownerId}
        and position(${name.toLowerCase()} in lower(title.${sql.identifier(column)})) > 0`)
}

/** PostgreSQL's pattern of exactly this text. */
const patternOf = (word: string): string => word.replace(/[\\^$.|?*+()[\]{}-]/g, "\\$&")
