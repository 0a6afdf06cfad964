/** The gate before money and demos: the account's e-mail address has been confirmed. */
import { eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** Throws `unauthenticated` for an unknown or suspended account, `email_unconfirmed` before the confirmation. */
export async function requireConfirmedEmail(db: DbOrTx, userId: Id<"user">): Promise<void> {
  const [user] = await db
    .select({ verified: users.emailVerified, suspendedAt: users.suspendedAt })
    .from(users)
    .where(eq(users.id, userId))
  if (!user || user.suspendedAt) throw new AppError("unauthenticated")
  if (!user.verified) throw new AppError("email_unconfirmed")
}
