/**
 * Puts what is due into mails: what happened to one person in one moment in one category is one mail, Mondays' digest is
 * one for everything, and nobody gets more than a dozen a day; the rest waits and comes summed up.
 */
import { and, eq, gt, inArray, isNotNull, lte, or, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { notices } from "#db/schema/notices.ts"
import { mailAddresses } from "#db/schema/platform.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, addMs, HOUR_MS, MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { readerWords } from "#lib/mail/reader-locale.ts"
import { sendMail } from "#lib/mail/send-mail.ts"
import { findNotice } from "./catalogue.ts"
import { noticeMail, whyMailed } from "./notice-mail.ts"
import {
  DEFAULT_CHOICES,
  mailDueAt,
  type NoticeCategory,
  type NoticeChoices,
  type NoticePace,
  paceOf,
  URGENT_CATEGORIES,
} from "./notice-state.ts"
import { choicesOf } from "./notify.ts"
import { unsubscribeToken } from "./unsubscribe.ts"

type MailDeps = Pick<Deps, "db" | "clock" | "config" | "keys">
type Row = typeof notices.$inferSelect
type Topic = NoticeCategory | "weekly"
type Group = { userId: Id<"user">; topic: Topic }

/** What happens within it after the first notice travels with it. In the sample world a newcomer watches. */
const GATHER_MS = MINUTE_MS
const SAMPLE_GATHER_MS = 3 * SECOND_MS
/** Per person, on the platform's clock; what is urgent neither counts nor waits. */
export const MAILS_PER_DAY = 12
const GROUPS_AT_ONCE = 50
/** A digest lists twenty and counts the rest: more rows are not needed to write it. */
const ROWS_PER_MAIL = 1_000
const RETRY_AFTER_MS = HOUR_MS

/** One round; answers how many mails were written. A group that fails is told to `log`, waits an hour and stops nobody. */
export async function mailNotices(deps: MailDeps, log: (message: string) => void = console.error): Promise<number> {
  let mailed = 0
  for (const group of await findDue(deps)) {
    const wrote = await inTx(deps.db, "mail-notices", (tx) => mailGroup(tx, deps, group)).catch(
      async (error: Error) => {
        log(`notices: ${group.userId} ${group.topic}: ${error.message}`)
        await postpone(deps, group)
        return 0
      },
    )
    mailed += wrote
  }
  return mailed
}

const TOPIC = sql<Topic>`case when ${notices.mailPace} = 'weekly' then 'weekly' else ${notices.category} end`

async function findDue({ db, clock, config }: MailDeps): Promise<Group[]> {
  const now = clock.now()
  const gathered = addMs(now, config.mode === "sample" ? -SAMPLE_GATHER_MS : -GATHER_MS)
  return db
    .selectDistinct({ userId: notices.userId, topic: TOPIC })
    .from(notices)
    .where(
      and(
        isNotNull(notices.mailDueAt),
        or(
          lte(notices.mailDueAt, gathered),
          and(lte(notices.mailDueAt, now), or(inArray(notices.category, [...URGENT_CATEGORIES]), isWeekly)),
        ),
      ),
    )
    .limit(GROUPS_AT_ONCE)
}

const isWeekly = eq(notices.mailPace, "weekly")

const inGroup = ({ userId, topic }: Group, now: Date) =>
  and(
    eq(notices.userId, userId),
    lte(notices.mailDueAt, now),
    topic === "weekly" ? isWeekly : and(eq(notices.mailPace, "now"), eq(notices.category, topic)),
  )

async function postpone({ db, clock }: MailDeps, group: Group): Promise<void> {
  const now = clock.now()
  await db
    .update(notices)
    .set({ mailDueAt: addMs(now, RETRY_AFTER_MS) })
    .where(inGroup(group, now))
}

/** Answers how many mails were written: one, or, of what is urgent, one for each notice. */
async function mailGroup(tx: Tx, deps: MailDeps, group: Group): Promise<number> {
  const now = deps.clock.now()
  const due = await tx
    .select()
    .from(notices)
    .where(inGroup(group, now))
    .orderBy(notices.id)
    .limit(ROWS_PER_MAIL)
    .for("update", { skipLocked: true })
  const rows = await asChosenNow(tx, group, due, now)
  if (rows.length === 0) return 0
  const to = await reachable(tx, group.userId)
  if (!to) {
    await reschedule(tx, rows, null)
    return 0
  }
  const isUrgent = URGENT_CATEGORIES.includes(group.topic as NoticeCategory)
  const fullUntilAt = isUrgent ? null : await fullUntil(tx, group.userId, now)
  if (fullUntilAt) {
    await reschedule(tx, rows, fullUntilAt)
    return 0
  }
  const parts = isUrgent ? rows.map((row) => [row]) : [rows]
  for (const part of parts) await mailTogether(tx, deps, { to, group, rows: part })
  return parts.length
}

async function mailTogether(tx: Tx, deps: MailDeps, writing: Writing): Promise<void> {
  const mailId = await write(tx, deps, writing)
  const mailedAt = deps.clock.now()
  await tx.update(notices).set({ mailedAt, mailId, mailDueAt: null }).where(inIds(writing.rows))
}

const inIds = (rows: readonly Row[]) =>
  inArray(
    notices.id,
    rows.map((r) => r.id),
  )

async function reschedule(tx: Tx, rows: readonly Row[], dueAt: Date | null): Promise<void> {
  if (rows.length > 0) await tx.update(notices).set({ mailDueAt: dueAt }).where(inIds(rows))
}

/** Between the event and the mail the person may have chosen otherwise: those rows move on, or go into no mail. */
async function asChosenNow(tx: Tx, { userId }: Group, due: readonly Row[], now: Date): Promise<Row[]> {
  const choices = (await choicesOf(tx, [userId])).get(userId) ?? DEFAULT_CHOICES
  const moved = due.filter((row) => presentPace(row, choices) !== row.mailPace)
  for (const row of moved) {
    const mailPace = presentPace(row, choices)
    await tx
      .update(notices)
      .set({ mailPace, mailDueAt: mailDueAt(mailPace, now) })
      .where(eq(notices.id, row.id))
  }
  return due.filter((row) => !moved.includes(row))
}

const presentPace = (row: Row, choices: NoticeChoices): NoticePace =>
  paceOf(row.category, findNotice(row.kind)?.pace ?? "app", choices) ?? "app"

/** The account's address; null when it is suspended or its mail came back for good. */
async function reachable(tx: Tx, userId: Id<"user">): Promise<string | null> {
  const [user] = await tx
    .select({ email: users.email, suspendedAt: users.suspendedAt, givenUpAt: mailAddresses.givenUpAt })
    .from(users)
    .leftJoin(mailAddresses, eq(mailAddresses.address, users.email))
    .where(eq(users.id, userId))
  return user && !user.suspendedAt && !user.givenUpAt ? user.email : null
}

/** When the day's dozen is used up: the instant at which the first of them is a day old; else null. */
async function fullUntil(tx: Tx, userId: Id<"user">, now: Date): Promise<Date | null> {
  const sent = await tx
    .select({ at: sql<Date>`min(${notices.mailedAt})`.mapWith(notices.mailedAt) })
    .from(notices)
    .where(
      and(
        eq(notices.userId, userId),
        gt(notices.mailedAt, addDays(now, -1)),
        sql`${notices.category} not in ('security', 'buying')`,
      ),
    )
    .groupBy(notices.mailId)
    .orderBy(sql`min(${notices.mailedAt})`)
    .limit(MAILS_PER_DAY)
  return sent.length < MAILS_PER_DAY ? null : addDays(sent[0]!.at, 1)
}

type Writing = { to: string; group: Group; rows: readonly Row[] }

async function write(tx: Tx, { config, keys }: MailDeps, { to, group, rows }: Writing): Promise<Id<"mail">> {
  const { userId, topic } = group
  const t = await readerWords(tx, userId)
  const preferencesUrl = `${config.publicUrl}/settings/notifications`
  const frame = { t, why: whyMailed(t, topic), preferencesUrl, postalAddress: config.postalAddress }
  const content = noticeMail(t, config.publicUrl, topic, rows)
  const kind = rows.length === 1 ? rows[0]!.kind : "digest"
  if (topic === "security") return (await sendMail(tx, { to, kind, ...content, frame })).mailId
  const token = await unsubscribeToken(keys, { userId, topic })
  const unsubscribeUrl = `${config.publicUrl}/api/v1/unsubscribe/${token}`
  const headers = unsubscribeHeaders(unsubscribeUrl, token, config.unsubscribeMailbox)
  return (await sendMail(tx, { to, kind, ...content, frame: { ...frame, unsubscribeUrl }, headers })).mailId
}

/** RFC 2369 and RFC 8058; the mailbox, if there is one, is read by whoever runs this installation. */
function unsubscribeHeaders(url: string, token: string, mailbox: string | null): Record<string, string> {
  const byMail = mailbox ? `, <mailto:${mailbox}?subject=unsubscribe%20${token}>` : ""
  return { "List-Unsubscribe": `<${url}>${byMail}`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
}
