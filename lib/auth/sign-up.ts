/** Makes an account with a password and mails the link that confirms its address; says the same to a taken address. */
import { eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { type Role, users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import type { Locale } from "#lib/kernel/messages.ts"
import { alreadySignedUpMail, confirmAddressMail } from "#lib/mail/account-mails.ts"
import { readerWords } from "#lib/mail/reader-locale.ts"
import { askedFor, sendMail } from "#lib/mail/send-mail.ts"
import { countAttempt } from "./attempt-limit.ts"
import { parseEmail } from "./email-address.ts"
import { issueMailToken } from "./mail-token.ts"
import { assertPassword, hashPassword, sessionEpoch } from "./password.ts"
import { parsePersonName } from "./person-name.ts"

export type SignUpInput = {
  email: string
  password: string
  name: string
  /** fan and publisher may be taken by oneself; operator is given. */
  roles: readonly Role[]
  /** The language to write to the person in; English when nothing is said. */
  locale?: Locale
  /** The client's network address; absent when no stranger asks. */
  address?: string
}

export type SignedUp = { userId: Id<"user"> | null; confirmToken: string | null; proof: string | null }

/**
 * Everything is null when the address has an account already (its owner is told by mail); a page must show the same
 * in both cases. `proof` shows at confirmation that the same person chose the password: see confirm-email.ts.
 * Throws invalid_input, forbidden (role operator), too_many.
 */
export async function signUp(deps: Pick<Deps, "db" | "config">, input: SignUpInput): Promise<SignedUp> {
  const email = parseEmail(input.email)
  const name = parsePersonName(input.name)
  assertPassword(input.password)
  if (input.roles.includes("operator")) throw new AppError("forbidden", "The role operator is given, not taken.")
  if (input.address) await countAttempt(deps.db, "signup", { account: email, address: input.address })
  const passwordHash = await hashPassword(input.password)
  const roles = [...new Set(input.roles)]
  const locale = input.locale ?? "en"
  return inTx(deps.db, "auth.sign-up", async (tx) => {
    const userId = await claimAddress(tx, { email, name, roles, passwordHash, locale })
    if (!userId) return tellOwner(tx, deps.config.publicUrl, email)
    const confirmToken = await issueMailToken(tx, "confirm", userId)
    const url = `${deps.config.publicUrl}/confirm?token=${confirmToken}`
    const t = await readerWords(tx, userId)
    await sendMail(tx, { to: email, kind: "confirm", ...confirmAddressMail(t, url), frame: askedFor(t) })
    return { userId, confirmToken, proof: sessionEpoch(passwordHash) }
  })
}

type NewAccount = { email: string; name: string; roles: Role[]; passwordHash: string; locale: Locale }

/**
 * Takes an address nobody has confirmed: a new one, or one left by a buyer or an earlier sign-up; whoever holds the
 * mailbox decides, by confirming. Null when a confirmed account has it.
 */
async function claimAddress(tx: Tx, account: NewAccount): Promise<Id<"user"> | null> {
  const createdAt = new Date()
  const fresh = { id: newId("user", createdAt), ...account, createdAt }
  const [made] = await tx.insert(users).values(fresh).onConflictDoNothing({ target: users.email }).returning()
  if (made) return made.id
  const [known] = await tx.select().from(users).where(eq(users.email, account.email)).for("update")
  if (!known || known.emailVerified || known.suspendedAt) return null
  await tx
    .update(users)
    .set({
      name: account.name,
      locale: account.locale,
      passwordHash: account.passwordHash,
      roles: [...new Set([...known.roles, ...account.roles])],
    })
    .where(eq(users.id, known.id))
  return known.id
}

async function tellOwner(tx: Tx, publicUrl: string, email: string): Promise<SignedUp> {
  const [owner] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
  const t = await readerWords(tx, owner?.id ?? null)
  const content = alreadySignedUpMail(t, `${publicUrl}/sign-in`, `${publicUrl}/reset`)
  await sendMail(tx, { to: email, kind: "already signed up", ...content, frame: askedFor(t) })
  return { userId: null, confirmToken: null, proof: null }
}
