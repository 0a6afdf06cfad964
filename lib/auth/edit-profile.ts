/** Changes the name an account goes by. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import type { Actor } from "./actor.ts"
import { parsePersonName } from "./person-name.ts"

/** Throws invalid_input. */
export async function editProfile(deps: Pick<Deps, "db">, input: { actor: Actor; name: string }): Promise<void> {
  const name = parsePersonName(input.name)
  await inTx(deps.db, "auth.edit-profile", (tx) =>
    tx.update(users).set({ name }).where(eq(users.id, input.actor.userId)),
  )
}
