/** Delivers what waits in the mail table: by SMTP, or to the mailbox page of the sample world; at least once each. */
import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm"
import nodemailer from "nodemailer"
import { type Db, inTx } from "#db/client.ts"
import { faultPoint } from "#db/faults.ts"
import { mails } from "#db/schema/platform.ts"
import type { Config } from "#lib/config.ts"
import { DAY_MS, MINUTE_MS } from "#lib/kernel/period.ts"

export type Mail = typeof mails.$inferSelect
/** Hands one mail over; throws when the other side did not take it. */
export type MailTransport = (mail: Mail) => Promise<void>

const BATCH = 20
/** Minutes after its writing when a mail's next attempt is due, by attempts made: about two days in all. */
const DUE_MINUTES = [0, 1, 5, 15, 60, 180, 720, 1_440, 2_880]
const TIMEOUT_MS = 20_000
const MAX_ERROR_CHARS = 500

/** One round: claims what is due, hands it over, records how it went. Gives how many went out and how many did not. */
export async function deliverMails(
  { db }: { db: Db },
  transport: MailTransport,
  now = new Date(),
): Promise<{ sent: number; failed: number }> {
  const claimed = await claim(db, now)
  let sent = 0
  for (const mail of claimed) {
    faultPoint("remote.mail.send")
    const error = await transport(mail).then(
      () => null,
      (e: unknown) => (e instanceof Error ? e.message : String(e)).slice(0, MAX_ERROR_CHARS),
    )
    faultPoint("remote.mail.answered")
    await db
      .update(mails)
      .set(error === null ? { sentAt: new Date(), lastError: null } : { lastError: error })
      .where(eq(mails.id, mail.id))
    if (error === null) sent += 1
  }
  return { sent, failed: claimed.length - sent }
}

/** Counting the attempt before it is made moves the next one away: that is the lease which keeps two processes apart. */
async function claim(db: Db, now: Date): Promise<Mail[]> {
  const dueAfterMs = sql`(array[${sql.join(
    DUE_MINUTES.map((m) => sql.raw(String(m * MINUTE_MS))),
    sql`, `,
  )}]::bigint[])[${mails.attempts} + 1]`
  const due = sql`${mails.createdAt} + ${dueAfterMs} * interval '1 millisecond' <= ${now.toISOString()}::timestamptz`
  return inTx(db, "mail.claim", async (tx) => {
    const rows = await tx
      .select({ id: mails.id })
      .from(mails)
      .where(and(isNull(mails.sentAt), lt(mails.attempts, DUE_MINUTES.length), due))
      .orderBy(asc(mails.createdAt))
      .limit(BATCH)
      .for("update", { skipLocked: true })
    if (rows.length === 0) return []
    const ids = rows.map((r) => r.id)
    const claimed = await tx
      .update(mails)
      .set({ attempts: sql`${mails.attempts} + 1` })
      .where(inArray(mails.id, ids))
      .returning()
    return claimed.sort((a, b) => (a.id < b.id ? -1 : 1))
  })
}

/** SMTP when it is configured, else the mailbox page, else null: mails wait in the table. */
export function mailTransport(config: Pick<Config, "smtpUrl" | "mailboxUrl" | "mailFrom">): MailTransport | null {
  if (config.smtpUrl) return smtpTransport(config.smtpUrl, config.mailFrom)
  return config.mailboxUrl ? mailboxTransport(config.mailboxUrl) : null
}

function smtpTransport(url: string, from: string): MailTransport {
  const carrier = nodemailer.createTransport(url, { from, disableFileAccess: true, disableUrlAccess: true })
  const domain = from.match(/@([\w.-]+)/)?.[1] ?? "localhost"
  return async ({ id, to, subject, text, html }) => {
    // The same Message-ID at every attempt lets mail programs show a repeated mail once.
    await carrier.sendMail({ to: { name: "", address: to }, subject, text, html, messageId: `<${id}@${domain}>` })
  }
}

function mailboxTransport(mailboxUrl: string): MailTransport {
  return async ({ id, to, kind, subject, text, html, createdAt }) => {
    const response = await fetch(`${mailboxUrl}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, to, kind, subject, text, html, createdAt }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`the mailbox answered ${response.status}`)
  }
}

/** Delivered mails hold addresses and used links: they are kept for 30 days. */
export async function forgetDeliveredMails(db: Db, now = new Date()): Promise<number> {
  const result = await db.delete(mails).where(lt(mails.sentAt, new Date(now.getTime() - 30 * DAY_MS)))
  return result.rowCount ?? 0
}
