/** Tells people what happened, in the tx in which it happened: a notice in the app at once, and a mail as they wish. */
import { arrayContains, inArray } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { noticePreferences, notices } from "#db/schema/notices.ts"
import { activity } from "#db/schema/platform.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { findNotice, type NoticeKind, type PayloadOf } from "./catalogue.ts"
import { DEFAULT_CHOICES, mailDueAt, type NoticeChoices, paceOf } from "./notice-state.ts"
import { type ProgramNews, tellPrograms } from "./tell-programs.ts"

/** `key` names the event: the same key to the same person is the same notice, however often it is written. */
export type NewNotice = {
  [K in NoticeKind]: { userId: Id<"user">; kind: K; key: string; payload: PayloadOf<K>; at: Date }
}[NoticeKind]

/** PostgreSQL takes 65 535 parameters in one statement; a withdrawn title may concern thousands. */
const ROWS_AT_ONCE = 500

export const notify = (tx: Tx, notice: NewNotice): Promise<void> => notifyAll(tx, [notice])

/**
 * The same for many, in few statements. Whoever chose to hear nothing of a category gets nothing; their programs are told
 * all the same, since they were asked for each kind by itself.
 */
export async function notifyAll(tx: Tx, news: readonly NewNotice[]): Promise<void> {
  for (let i = 0; i < news.length; i += ROWS_AT_ONCE) await write(tx, news.slice(i, i + ROWS_AT_ONCE))
  await tellPrograms(tx, news.flatMap(programNewsOf))
}

function programNewsOf({ userId, kind, key, payload, at }: NewNotice): ProgramNews[] {
  const { event } = findNotice(kind)!
  const type = typeof event === "function" ? event(payload) : event
  return type ? [{ userId, type, key, about: { kind, ...payload }, at }] : []
}

async function write(tx: Tx, news: readonly NewNotice[]): Promise<void> {
  const choices = await choicesOf(
    tx,
    news.map((n) => n.userId),
  )
  const rows = news.flatMap((n) => rowOf(n, choices.get(n.userId) ?? DEFAULT_CHOICES) ?? [])
  if (rows.length === 0) return
  const written = await tx
    .insert(notices)
    .values(rows)
    .onConflictDoNothing({ target: [notices.userId, notices.key] })
    .returning({ userId: notices.userId, kind: notices.kind, at: notices.at })
  if (written.length === 0) return
  // Open pages hear of it through the same feed as of everything else.
  await tx
    .insert(activity)
    .values(written.map((n) => ({ userId: n.userId, kind: "notice", payload: { kind: n.kind }, at: n.at })))
}

function rowOf(notice: NewNotice, choices: NoticeChoices): typeof notices.$inferInsert | null {
  const { category, pace: wanted } = findNotice(notice.kind)!
  const mailPace = paceOf(category, wanted, choices)
  if (!mailPace) return null
  const { at } = notice
  return { id: newId("notice", at), ...notice, category, mailPace, mailDueAt: mailDueAt(mailPace, at) }
}

/** What each of these people chose; nobody here who changed nothing. */
export async function choicesOf(tx: Tx, userIds: readonly Id<"user">[]): Promise<Map<Id<"user">, NoticeChoices>> {
  const rows = await tx
    .select()
    .from(noticePreferences)
    .where(inArray(noticePreferences.userId, [...new Set(userIds)]))
  const found = new Map<Id<"user">, NoticeChoices>()
  for (const row of rows)
    found.set(row.userId, { ...(found.get(row.userId) ?? DEFAULT_CHOICES), [row.category]: row.channel })
  return found
}

/** Work that was given up: told once for each time it was. */
export async function notifyStuck(tx: Tx, stuck: { work: string; attempts: number; at: Date }): Promise<void> {
  const { work, attempts, at } = stuck
  const payload = { work, attempts: String(attempts) }
  const key = `stuck:${work}:${at.toISOString()}`
  await notifyAll(
    tx,
    (await operators(tx)).map((userId) => ({ userId, kind: "work-stuck" as const, key, payload, at })),
  )
}

async function operators(tx: Tx): Promise<Id<"user">[]> {
  const found = await tx
    .select({ userId: users.id })
    .from(users)
    .where(arrayContains(users.roles, ["operator"]))
  return found.map((row) => row.userId)
}

/** Something waits for a person who runs this installation: every operator is told, once per subject and reason. */
export async function notifyOperators(tx: Tx, about: { subject: string; reason: string; at: Date }): Promise<void> {
  const { subject, reason, at } = about
  const key = `flag:${subject}:${reason}`.slice(0, 300)
  await notifyAll(
    tx,
    (await operators(tx)).map((userId) => ({
      userId,
      kind: "flag-opened" as const,
      key,
      payload: { reason, subject },
      at,
    })),
  )
}
