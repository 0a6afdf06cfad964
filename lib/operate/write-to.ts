/** Writes a mail to an account in its language, in the caller's tx. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { MailContent } from "#lib/mail/render-mail.ts"
import { sendMail } from "#lib/mail/send-mail.ts"
import { wordsOf } from "#messages/catalogues.ts"

/** An account that is gone gets none. */
export async function writeTo(
  tx: Tx,
  userId: Id<"user">,
  kind: string,
  words: (t: Translate) => MailContent,
): Promise<void> {
  const [user] = await tx.select({ email: users.email, locale: users.locale }).from(users).where(eq(users.id, userId))
  if (!user || user.email.endsWith(".invalid")) return
  const t = wordsOf(user.locale)
  // Nobody can choose not to hear of these: they end or change what the person has here.
  const frame = { t, why: t("You get this because it concerns your Fanfare account itself.") }
  await sendMail(tx, { to: user.email, kind, ...words(t), frame })
}
