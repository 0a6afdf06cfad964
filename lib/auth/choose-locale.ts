/** Sets the language an account is written to in. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import type { Locale } from "#lib/kernel/messages.ts"
import type { Actor } from "./actor.ts"

export async function chooseLocale(deps: Pick<Deps, "db">, input: { actor: Actor; locale: Locale }): Promise<void> {
  await inTx(deps.db, "auth.choose-locale", (tx) =>
    tx.update(users).set({ locale: input.locale }).where(eq(users.id, input.actor.userId)),
  )
}
