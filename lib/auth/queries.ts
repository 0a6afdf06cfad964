/** Reads about accounts: who somebody is, how they sign in, where their money goes. */
import { and, eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { accounts, payees, type Role, users } from "#db/schema/auth.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { isLocale, type Locale } from "#lib/kernel/messages.ts"
import type { Actor } from "./actor.ts"
import { normalizeEmail } from "./email-address.ts"
import { sessionEpoch } from "./password.ts"

export type Account = {
  userId: Id<"user">
  email: string
  name: string | null
  roles: readonly Role[]
  /** The language mails are written in. */
  locale: Locale
  emailVerifiedAt: Date | null
  hasPassword: boolean
  createdAt: Date
  suspendedAt: Date | null
  /** Sessions made under another epoch are over. */
  epoch: string
}

/** The view of a row; never carries the password's hash. */
export const accountOf = (user: typeof users.$inferSelect): Account => ({
  userId: user.id,
  email: user.email,
  name: user.name,
  roles: user.roles,
  locale: isLocale(user.locale) ? user.locale : "en",
  emailVerifiedAt: user.emailVerified,
  hasPassword: user.passwordHash !== null,
  createdAt: user.createdAt,
  suspendedAt: user.suspendedAt,
  epoch: sessionEpoch(user.passwordHash),
})

export async function findAccount(db: DbOrTx, userId: Id<"user">): Promise<Account | null> {
  const [user] = await db.select().from(users).where(eq(users.id, userId))
  return user ? accountOf(user) : null
}

/** Throws not_found. */
export async function getAccount(db: DbOrTx, userId: Id<"user">): Promise<Account> {
  const account = await findAccount(db, userId)
  if (!account) throw new AppError("not_found", "There is no such account.")
  return account
}

export async function findAccountByEmail(db: DbOrTx, email: string): Promise<Account | null> {
  const address = normalizeEmail(email)
  if (address === null) return null
  const [user] = await db.select().from(users).where(eq(users.email, address))
  return user ? accountOf(user) : null
}

/** The account that signed in through GitHub or Google before. */
export async function findAccountByProvider(
  db: DbOrTx,
  input: { provider: string; providerAccountId: string },
): Promise<Account | null> {
  const [row] = await db
    .select({ user: users })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(and(eq(accounts.provider, input.provider), eq(accounts.providerAccountId, input.providerAccountId)))
  return row ? accountOf(row.user) : null
}

/** Who a session belongs to; null when the account is gone or suspended, or its password was changed since. */
export async function findActor(db: DbOrTx, session: { userId: Id<"user">; epoch: string }): Promise<Actor | null> {
  const account = await findAccount(db, session.userId)
  if (!account || account.suspendedAt || account.epoch !== session.epoch) return null
  return { userId: account.userId, roles: account.roles, email: account.email }
}

export type Payee = {
  paypalEmail: string
  confirmedAt: Date | null
  changedAt: Date
  /** No payout before this, because the address was changed. */
  frozenUntil: Date | null
  pausedReason: string | null
}

/** Where an account's earnings go; null when it has not said. */
export async function findPayee(db: DbOrTx, userId: Id<"user">): Promise<Payee | null> {
  const [row] = await db.select().from(payees).where(eq(payees.userId, userId))
  if (!row) return null
  const { paypalEmail, confirmedAt, changedAt, frozenUntil, pausedReason } = row
  return { paypalEmail, confirmedAt, changedAt, frozenUntil, pausedReason }
}
