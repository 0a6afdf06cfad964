/** Mails a link that lets its reader choose a new password; says the same whether or not there is an account. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { resetPasswordMail } from "#lib/mail/account-mails.ts"
import { readerWords } from "#lib/mail/reader-locale.ts"
import { askedFor, sendMail } from "#lib/mail/send-mail.ts"
import { countAttempt } from "./attempt-limit.ts"
import { parseEmail } from "./email-address.ts"
import { issueMailToken } from "./mail-token.ts"

/** Throws invalid_input when it is no address, too_many. */
export async function requestPasswordReset(
  deps: Pick<Deps, "db" | "config">,
  input: { email: string; address: string },
): Promise<void> {
  const email = parseEmail(input.email)
  await countAttempt(deps.db, "mail", { account: email, address: input.address })
  await inTx(deps.db, "auth.request-reset", async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.email, email))
    if (!user || user.suspendedAt) return
    const token = await issueMailToken(tx, "reset", user.id)
    const t = await readerWords(tx, user.id)
    const content = resetPasswordMail(t, `${deps.config.publicUrl}/reset/new?token=${token}`)
    await sendMail(tx, { to: email, kind: "reset", ...content, frame: askedFor(t) })
  })
}
