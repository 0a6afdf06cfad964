/** Sets a first password or a new one from the settings; every other session of the account ends. */
import { eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import type { Actor } from "./actor.ts"
import { assertAttemptsLeft, countAttempt } from "./attempt-limit.ts"
import { assertPassword, hashPassword, passwordMatches } from "./password.ts"
import { type Account, accountOf } from "./queries.ts"

/** `current` is not asked of an account without a password. Throws wrong_credentials (at its field), invalid_input, too_many. */
export async function changePassword(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; current: string; password: string; address: string },
): Promise<Account> {
  assertPassword(input.password)
  const keys = { account: input.actor.email, address: input.address }
  await assertAttemptsLeft(deps.db, "password", keys)
  const [user] = await deps.db.select().from(users).where(eq(users.id, input.actor.userId))
  if (user?.passwordHash && !(await passwordMatches(input.current, user.passwordHash))) {
    await countAttempt(deps.db, "password", keys)
    throw new AppError("wrong_credentials", "This is not your present password.", { field: "currentPassword" })
  }
  const passwordHash = await hashPassword(input.password)
  return inTx(deps.db, "auth.change-password", async (tx) => {
    const [row] = await tx.update(users).set({ passwordHash }).where(eq(users.id, input.actor.userId)).returning()
    if (!row) throw new AppError("not_found")
    await tellPasswordChanged(tx, row.id, deps.clock.now())
    return accountOf(row)
  })
}

/** However the password was changed, its owner hears of it. */
export const tellPasswordChanged = (tx: Tx, userId: Id<"user">, at: Date): Promise<void> =>
  notify(tx, { userId, kind: "password-changed", key: `password:${at.toISOString()}`, payload: {}, at })
