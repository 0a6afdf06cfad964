/** Sets a new password by a mailed token; every session of the account ends. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { forgetAttempts } from "./attempt-limit.ts"
import { tellPasswordChanged } from "./change-password.ts"
import { markConfirmed } from "./confirm-email.ts"
import { revokeMailTokens, spendMailToken } from "./mail-token.ts"
import { assertPassword, hashPassword } from "./password.ts"
import { type Account, accountOf } from "./queries.ts"

/** The link also proved the address. Throws invalid_input (the token stays good), gone. */
export async function resetPassword(
  deps: Pick<Deps, "db" | "clock">,
  input: { token: string; password: string },
): Promise<Account> {
  assertPassword(input.password)
  const passwordHash = await hashPassword(input.password)
  const user = await inTx(deps.db, "auth.reset-password", async (tx) => {
    const userId = await spendMailToken(tx, "reset", input.token)
    await revokeMailTokens(tx, "confirm", userId)
    await markConfirmed(tx, userId)
    const [row] = await tx.update(users).set({ passwordHash }).where(eq(users.id, userId)).returning()
    await tellPasswordChanged(tx, userId, deps.clock.now())
    return row!
  })
  await forgetAttempts(deps.db, "password", user.email)
  return accountOf(user)
}
