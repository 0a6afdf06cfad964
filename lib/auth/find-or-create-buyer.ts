/** A buyer needs only an e-mail: the account it names, made without a password when there is none. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { parseEmail } from "./email-address.ts"

/** Unconfirmed until a link mailed to the address is used. Throws invalid_input when it is no address. */
export async function findOrCreateBuyer(
  tx: Tx,
  input: { email: string },
): Promise<{ userId: Id<"user">; created: boolean }> {
  const email = parseEmail(input.email)
  const createdAt = new Date()
  const fresh = { id: newId("user", createdAt), email, createdAt }
  const [made] = await tx.insert(users).values(fresh).onConflictDoNothing({ target: users.email }).returning()
  if (made) return { userId: made.id, created: true }
  const [known] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
  return { userId: known!.id, created: false }
}
