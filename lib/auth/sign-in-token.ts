/** Tokens of sign-in links, as next-auth asks for them: it hashes, we keep and spend. */
import { and, eq, lt } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users, verificationTokens } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { signInLinkMail } from "#lib/mail/account-mails.ts"
import { readerWords } from "#lib/mail/reader-locale.ts"
import { askedFor, sendMail } from "#lib/mail/send-mail.ts"

/** One hour: long enough for slow mail, short enough for a mailbox left open. */
export const SIGN_IN_LINK_SECONDS = 3_600

type SignInToken = { identifier: string; token: string; expires: Date }

/** Keeps a token's hash and, while at it, forgets those that are over. */
export async function saveSignInToken(deps: Pick<Deps, "db">, input: SignInToken): Promise<void> {
  await inTx(deps.db, "auth.save-sign-in-token", async (tx) => {
    await tx.delete(verificationTokens).where(lt(verificationTokens.expires, new Date()))
    await tx.insert(verificationTokens).values(input)
  })
}

/** Spends a token: the row, once; null ever after. */
export async function spendSignInToken(
  deps: Pick<Deps, "db">,
  input: { identifier: string; token: string },
): Promise<SignInToken | null> {
  return inTx(deps.db, "auth.spend-sign-in-token", async (tx) => {
    const mine = and(eq(verificationTokens.identifier, input.identifier), eq(verificationTokens.token, input.token))
    const [row] = await tx.delete(verificationTokens).where(mine).returning()
    return row ?? null
  })
}

/** Mails a sign-in link. */
export async function mailSignInLink(deps: Pick<Deps, "db">, input: { email: string; url: string }): Promise<void> {
  await inTx(deps.db, "auth.mail-sign-in-link", async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, input.email))
    const t = await readerWords(tx, user?.id ?? null)
    await sendMail(tx, { to: input.email, kind: "sign-in link", ...signInLinkMail(t, input.url), frame: askedFor(t) })
  })
}
