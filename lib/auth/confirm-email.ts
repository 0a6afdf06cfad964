/** Confirms an account's address by the token mailed to it. */
import { and, eq, isNull } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { countAttempt } from "./attempt-limit.ts"
import { spendMailToken } from "./mail-token.ts"
import { passwordMatches, sessionEpoch } from "./password.ts"
import { type Account, accountOf } from "./queries.ts"

export type ConfirmInput = {
  token: string
  /** What signUp gave, kept by the browser that signed up. */
  proof?: string | undefined
  /** Typed again, where that browser is not at hand. */
  password?: string | undefined
  /** The client's network address; absent when no stranger asks. */
  address?: string
}

/**
 * The link proves the mailbox; proof or password show that its reader is who chose the password. Without the second,
 * a stranger could sign up with your address and let you confirm it. Throws gone, wrong_credentials (at the field
 * password; the token stays good), too_many.
 */
export async function confirmEmail(deps: Pick<Deps, "db">, input: ConfirmInput): Promise<Account> {
  return inTx(deps.db, "auth.confirm-email", async (tx) => {
    const userId = await spendMailToken(tx, "confirm", input.token)
    const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("update")
    if (!user || user.suspendedAt) throw new AppError("gone", "This account is closed.")
    await assertSamePerson(user.passwordHash, input)
    await markConfirmed(tx, userId)
    return accountOf({ ...user, emailVerified: user.emailVerified ?? new Date() })
  }).catch(async (error: unknown) => {
    const wrong = error instanceof AppError && error.code === "wrong_credentials" && input.password !== undefined
    if (wrong && input.address)
      await countAttempt(deps.db, "password", { account: input.token, address: input.address })
    throw error
  })
}

async function assertSamePerson(passwordHash: string | null, { proof, password }: ConfirmInput): Promise<void> {
  if (passwordHash === null || proof === sessionEpoch(passwordHash)) return
  if (password !== undefined && (await passwordMatches(password, passwordHash))) return
  const detail =
    password === undefined
      ? "Enter the password you chose when you signed up."
      : "This is not the password the account was made with. If you do not know it, choose a new one."
  throw new AppError("wrong_credentials", detail, { field: "password" })
}

/** Sets when the address was proved, unless it was before. */
export async function markConfirmed(tx: Tx, userId: Id<"user">, at = new Date()): Promise<void> {
  const unproved = and(eq(users.id, userId), isNull(users.emailVerified))
  await tx.update(users).set({ emailVerified: at }).where(unproved)
}
