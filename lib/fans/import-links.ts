/** Many links from one table: kept first, looked through as often as the fan likes, then made whole or not at all, and once. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, or } from "drizzle-orm"
import { type Db, type DbOrTx, inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { linkImports, links, type MadeLink } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { refuseTooMany } from "#lib/fans/create-link.ts"
import { lookOf, newLinkCode } from "#lib/fans/link-code.ts"
import { markSeen } from "#lib/fans/link-state-sql.ts"
import { readLinkTable, TABLE_LIMITS } from "#lib/fans/link-table.ts"
import { type LineFate, type LinkToMake, lookThroughTable } from "#lib/fans/look-through-table.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isStorable, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"

/** Tables that wait; the oldest give way. */
const WAITING_EACH = 5
/** A table nobody came back to. */
const WAITING_DAYS = 7
/** What was made of a table can be taken away as CSV for so long. */
const KEPT_DAYS = 90
const ROWS_AT_ONCE = 200

/** Errors: invalid_input on `table` (empty, no title column, not text), too_large. */
export async function keepTable(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; text: string },
): Promise<{ importId: Id<"linkImport"> }> {
  const { actor, text } = input
  if (Buffer.byteLength(text) > TABLE_LIMITS.bytes)
    throw new AppError("too_large", "A table has at most 1 MB.", { field: "table" })
  if (!isStorable(text) || text.includes("\ufffd"))
    throw new AppError("invalid_input", "This is no plain text; save the table as CSV in UTF-8.", { field: "table" })
  readLinkTable(text)
  const at = deps.clock.now()
  const importId = newId("linkImport", at)
  await inTx(deps.db, "keep-link-table", async (tx) => {
    await lockOwner(tx, actor.userId)
    await tx.insert(linkImports).values({ id: importId, ownerId: actor.userId, text, createdAt: at })
    await dropOldest(tx, actor.userId)
  })
  return { importId }
}

async function dropOldest(tx: Tx, ownerId: Id<"user">): Promise<void> {
  const waiting = and(eq(linkImports.ownerId, ownerId), isNull(linkImports.madeAt))
  const rows = await tx.select({ id: linkImports.id }).from(linkImports).where(waiting).orderBy(desc(linkImports.id))
  for (const { id } of rows.slice(WAITING_EACH)) await tx.delete(linkImports).where(eq(linkImports.id, id))
}

export type ImportView = {
  importId: Id<"linkImport">
  createdAt: Date
  /** What would become of each line; empty once it was made. */
  fates: LineFate[]
  madeAt: Date | null
  made: MadeLink[]
  /** When the very same table was made before. */
  sameMadeAt: Date | null
}

/** Errors: not_found. */
export async function getImport(db: DbOrTx, actor: Actor, importId: Id<"linkImport">): Promise<ImportView> {
  const mine = and(eq(linkImports.id, importId), eq(linkImports.ownerId, actor.userId))
  const [row] = await db.select().from(linkImports).where(mine)
  if (!row) throw gone()
  const fates = row.madeAt ? [] : await lookThroughTable(db, actor.userId, row.text)
  const sameMadeAt = row.madeAt ? null : await findSame(db, row)
  return { importId, createdAt: row.createdAt, fates, madeAt: row.madeAt, made: row.made ?? [], sameMadeAt }
}

async function findSame(db: DbOrTx, row: typeof linkImports.$inferSelect): Promise<Date | null> {
  const same = and(eq(linkImports.ownerId, row.ownerId), eq(linkImports.text, row.text), ne(linkImports.id, row.id))
  const [before] = await db
    .select({ at: linkImports.madeAt })
    .from(linkImports)
    .where(and(same, isNotNull(linkImports.madeAt)))
    .orderBy(asc(linkImports.madeAt))
    .limit(1)
  return before?.at ?? null
}

const gone = () => new AppError("not_found", "You have no such table; it may have been too long ago.")

/**
 * Makes every link of the table, or none. A second press gives what the first one made.
 * Errors: not_found, conflict (a line is in the way, too many links).
 */
export async function makeImport(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; importId: Id<"linkImport"> },
): Promise<MadeLink[]> {
  const ownerId = input.actor.userId
  const at = deps.clock.now()
  return inTx(deps.db, "make-link-import", async (tx) => {
    await lockOwner(tx, ownerId)
    const mine = and(eq(linkImports.id, input.importId), eq(linkImports.ownerId, ownerId))
    const [row] = await tx.select().from(linkImports).where(mine).for("update")
    if (!row) throw gone()
    if (row.madeAt) return row.made ?? []
    const fates = await lookThroughTable(tx, ownerId, row.text)
    await refuseTooMany(tx, ownerId, fates.length)
    const made = await insertAll(tx, fates.map(mustMake), { ownerId, at })
    await tx.update(linkImports).set({ madeAt: at, made }).where(eq(linkImports.id, row.id))
    return made
  })
}

type ToMake = { line: number; makes: LinkToMake }

function mustMake({ line, makes }: LineFate): ToMake {
  if (makes) return { line, makes }
  throw new AppError("conflict", `Line ${line} cannot be made into a link; nothing was made.`)
}

async function insertAll(tx: Tx, lines: readonly ToMake[], by: { ownerId: Id<"user">; at: Date }): Promise<MadeLink[]> {
  const rows = lines.map(({ line, makes }) => {
    const code = makes.code ?? newLinkCode()
    return { ...makes, ...by, line, id: newId("link", by.at), code, look: lookOf(code), createdAt: by.at }
  })
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const some = rows.slice(i, i + ROWS_AT_ONCE)
    const made = await tx.insert(links).values(some).onConflictDoNothing().returning({ id: links.id })
    if (made.length < some.length)
      throw new AppError("conflict", "Somebody took one of the codes just now; look through the table again.")
  }
  await markSeen(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map(({ line, id, code }) => ({ line, linkId: id, code }))
}

/** Tables nobody came back to, and those whose links were made long ago. */
export async function forgetImports(db: Db, now: Date): Promise<void> {
  const waited = and(isNull(linkImports.madeAt), lt(linkImports.createdAt, addDays(now, -WAITING_DAYS)))
  await db.delete(linkImports).where(or(waited, lt(linkImports.madeAt, addDays(now, -KEPT_DAYS))))
}

export type MadeRow = { line: number; code: string; name: string; title: string; tags: string[]; subId: string | null }

/** What was made of a table, line by line, as the links are now. Errors: not_found. */
export async function listMadeLinks(db: DbOrTx, actor: Actor, importId: Id<"linkImport">): Promise<MadeRow[]> {
  const { made } = await getImport(db, actor, importId)
  if (made.length === 0) return []
  const ids = made.map((one) => one.linkId)
  const rows = await db
    .select({
      id: links.id,
      code: links.code,
      name: links.name,
      title: titles.name,
      tags: links.tags,
      subId: links.subId,
    })
    .from(links)
    .innerJoin(titles, eq(titles.id, links.titleId))
    .where(and(inArray(links.id, ids), eq(links.ownerId, actor.userId)))
  const byId = new Map(rows.map(({ id, ...row }) => [id, row]))
  return made.flatMap(({ line, linkId }) => {
    const row = byId.get(linkId)
    return row ? [{ line, ...row }] : []
  })
}
