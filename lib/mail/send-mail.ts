/** Puts a mail among those to be delivered, in the caller's tx: it goes out if, and only if, the change it speaks of stands. */
import type { Tx } from "#db/client.ts"
import { mails } from "#db/schema/platform.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { type MailLine, renderMail } from "./render-mail.ts"

export type OutgoingMail = {
  to: string
  /** What it is about, in a word or two: "sign-in link", "receipt", "payout". */
  kind: string
  subject: string
  lines: readonly MailLine[]
}

/** Gives the mail's id. Mail travels in real time, whatever the sample world's clock says. */
export async function sendMail(tx: Tx, mail: OutgoingMail): Promise<{ mailId: Id<"mail"> }> {
  const createdAt = new Date()
  const mailId = newId("mail", createdAt)
  await tx.insert(mails).values({ id: mailId, to: mail.to, kind: mail.kind, ...renderMail(mail), createdAt })
  return { mailId }
}
