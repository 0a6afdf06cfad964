/** A sign-in link or a provider proved an account's address: confirms it. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { revokeMailTokens } from "./mail-token.ts"

/**
 * A password set while the address was unproved may be a stranger's, who signed up with somebody else's address and
 * waits for the owner: it is dropped, with the roles chosen beside it left as they are. Throws not_found.
 */
export async function confirmByLink(deps: Pick<Deps, "db">, input: { userId: Id<"user"> }): Promise<void> {
  await inTx(deps.db, "auth.confirm-by-link", async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, input.userId)).for("update")
    if (!user) throw new AppError("not_found")
    if (user.emailVerified) return
    await tx.update(users).set({ emailVerified: new Date(), passwordHash: null }).where(eq(users.id, user.id))
    await revokeMailTokens(tx, "confirm", user.id)
  })
}
