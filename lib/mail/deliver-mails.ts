/** Delivers what waits in the mail table: by SMTP, or to the mailbox page of the sample world; at least once each. */
import { and, asc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm"
import nodemailer from "nodemailer"
import { type Db, inTx } from "#db/client.ts"
import { faultPoint } from "#db/faults.ts"
import { mails } from "#db/schema/platform.ts"
import type { Config } from "#lib/config.ts"
import type { Clock } from "#lib/kernel/clock.ts"
import { DAY_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import { isRefusedAddress, noteArrival, noteRefusal } from "./refused-address.ts"
import { oneLine } from "./render-mail.ts"

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
  { db, clock }: { db: Db; clock: Clock },
  transport: MailTransport,
  now = new Date(),
): Promise<{ sent: number; failed: number }> {
  const claimed = await claim(db, now)
  let sent = 0
  for (const mail of claimed) {
    faultPoint("remote.mail.send")
    const error: unknown = await transport(mail).then(
      () => null,
      (e: unknown) => e ?? new Error("the mail was not taken"),
    )
    faultPoint("remote.mail.answered")
    await record(db, mail, error, clock.now())
    if (error === null) sent += 1
  }
  return { sent, failed: claimed.length - sent }
}

/** A mailbox that refuses for good is not asked again; everything else is tried anew, later and later. */
async function record(db: Db, mail: Mail, error: unknown, at: Date): Promise<void> {
  const lastError =
    error === null ? null : (error instanceof Error ? error.message : String(error)).slice(0, MAX_ERROR_CHARS)
  const refused = isRefusedAddress(error)
  await inTx(db, "mail.record", async (tx) => {
    await tx
      .update(mails)
      .set({
        lastError,
        ...(error === null ? { sentAt: new Date() } : {}),
        ...(refused ? { failedAt: new Date() } : {}),
      })
      .where(eq(mails.id, mail.id))
    if (error === null) await noteArrival(tx, mail.to)
    if (refused) await noteRefusal(tx, { address: mail.to, lastError: lastError!, at })
  })
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
      .where(and(isNull(mails.sentAt), isNull(mails.failedAt), lt(mails.attempts, DUE_MINUTES.length), due))
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
  // A server that hangs holds up the mails behind it for this long and no longer.
  const waits = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  const carrier = nodemailer.createTransport(
    { url, ...waits, disableFileAccess: true, disableUrlAccess: true },
    { from },
  )
  const domain = from.match(/@([\w.-]+)/)?.[1] ?? "localhost"
  return async ({ id, to, subject, text, html, headers }) => {
    // The same Message-ID at every attempt lets mail programs show a repeated mail once.
    const messageId = `<${id}@${domain}>`
    await carrier.sendMail({
      to: { name: "", address: to },
      subject,
      text,
      html,
      headers: headersOf(headers),
      messageId,
    })
  }
}

/** Prepared: nodemailer would fold a long address in the middle, and mail programs look for it whole. */
const headersOf = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { prepared: true, value: oneLine(value) }]))

function mailboxTransport(mailboxUrl: string): MailTransport {
  return async ({ id, to, kind, subject, text, html, headers, createdAt }) => {
    const response = await fetch(`${mailboxUrl}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, to, kind, subject, text, html, headers, createdAt }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`the mailbox answered ${response.status}`)
  }
}

/** Delivered mails hold addresses and used links: they are kept for 30 days. */
export async function forgetDeliveredMails(db: Db, now = new Date()): Promise<number> {
  const monthAgo = new Date(now.getTime() - 30 * DAY_MS)
  const result = await db.delete(mails).where(or(lt(mails.sentAt, monthAgo), lt(mails.failedAt, monthAgo)))
  return result.rowCount ?? 0
}
