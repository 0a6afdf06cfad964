/** Checks e-mail and password at sign-in; wrong tries are counted, and the answer never tells whether there is an account. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { confirmAddressMail } from "#lib/mail/account-mails.ts"
import { readerWords } from "#lib/mail/reader-locale.ts"
import { askedFor, sendMail } from "#lib/mail/send-mail.ts"
import { assertAttemptsLeft, countAttempt, forgetAttempts } from "./attempt-limit.ts"
import { normalizeEmail } from "./email-address.ts"
import { issueMailToken } from "./mail-token.ts"
import { passwordMatches } from "./password.ts"
import { type Account, accountOf } from "./queries.ts"

/**
 * Gives the account. Throws wrong_credentials, too_many (with the wait; after ten wrong tries even the right password
 * is refused until it is over), and, only to who knows the password, email_unconfirmed (a fresh link is on its way)
 * and forbidden (suspended).
 */
export async function checkPassword(
  deps: Pick<Deps, "db" | "config">,
  input: { email: string; password: string; address: string },
): Promise<Account> {
  const email = normalizeEmail(input.email)
  if (email === null) throw new AppError("wrong_credentials")
  const keys = { account: email, address: input.address }
  await assertAttemptsLeft(deps.db, "password", keys)
  const [user] = await deps.db.select().from(users).where(eq(users.email, email))
  if (!(await passwordMatches(input.password, user?.passwordHash))) {
    await countAttempt(deps.db, "password", keys)
    throw new AppError("wrong_credentials")
  }
  await forgetAttempts(deps.db, "password", email)
  if (user!.suspendedAt)
    throw new AppError("forbidden", "This account is suspended. Write to us, and we will tell you why.")
  if (!user!.emailVerified) await refuseUnconfirmed(deps, user!, input.address)
  return accountOf(user!)
}

async function refuseUnconfirmed(
  { db, config }: Pick<Deps, "db" | "config">,
  user: typeof users.$inferSelect,
  address: string,
): Promise<never> {
  await countAttempt(db, "mail", { account: user.email, address })
  await inTx(db, "auth.mail-confirmation", async (tx) => {
    const token = await issueMailToken(tx, "confirm", user.id)
    const t = await readerWords(tx, user.id)
    const content = confirmAddressMail(t, `${config.publicUrl}/confirm?token=${token}`)
    await sendMail(tx, { to: user.email, kind: "confirm", ...content, frame: askedFor(t) })
  })
  throw new AppError("email_unconfirmed", "Confirm your e-mail address first: we have just sent you a fresh link.")
}
