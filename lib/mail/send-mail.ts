/** Puts a mail among those to be delivered, in the caller's tx: it goes out if, and only if, the change it speaks of stands. */
import type { Tx } from "#db/client.ts"
import { mails } from "#db/schema/platform.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type MailFrame, type MailLine, renderMail } from "./render-mail.ts"

export type OutgoingMail = {
  to: string
  /** What it is about, in a word or two: "sign-in link", "receipt", "digest". */
  kind: string
  subject: string
  lines: readonly MailLine[]
  frame: MailFrame
  headers?: Record<string, string>
}

/** Gives the mail's id. Mail travels in real time, whatever the sample world's clock says. */
export async function sendMail(tx: Tx, mail: OutgoingMail): Promise<{ mailId: Id<"mail"> }> {
  const createdAt = new Date()
  const mailId = newId("mail", createdAt)
  const { to, kind, headers = {} } = mail
  await tx.insert(mails).values({ id: mailId, to, kind, headers, ...renderMail(mail, mail.frame), createdAt })
  return { mailId }
}

/** The foot of a mail that somebody asked for by typing the address: nothing to unsubscribe from. */
export const askedFor = (t: Translate): MailFrame => ({
  t,
  why: t("You get this because somebody, most likely you, gave this address to Fanfare just now."),
})
