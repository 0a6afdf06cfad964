/** The language somebody's mails are written in. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { isLocale, type Translate } from "#lib/kernel/messages.ts"
import { wordsOf } from "#messages/catalogues.ts"

/** The account's own choice; English for strangers. */
export async function readerWords(tx: Tx, userId: Id<"user"> | null): Promise<Translate> {
  if (!userId) return wordsOf("en")
  const [user] = await tx.select({ locale: users.locale }).from(users).where(eq(users.id, userId))
  return wordsOf(isLocale(user?.locale) ? user.locale : "en")
}
