/** Makes an account's publisher, under whose name its titles stand; once, and a second call answers the first. */
import { sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { publishers } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { findPublisherOf } from "./queries.ts"

const MAX_PUBLISHER_NAME = 80

/** The account gets the role publisher. Refuses `invalid_input` on `name`. */
export async function createPublisher(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; name: string },
): Promise<{ publisherId: Id<"publisher"> }> {
  const name = input.name.normalize("NFC").trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused
  if (name.length < 1 || name.length > MAX_PUBLISHER_NAME || /[\u0000-\u001f\u007f]/.test(name))
    throw new AppError("invalid_input", `Give it a name of up to ${MAX_PUBLISHER_NAME} characters.`, { field: "name" })
  const createdAt = deps.clock.now()
  return inTx(deps.db, "create-publisher", async (tx) => {
    await tx
      .insert(publishers)
      .values({ id: newId("publisher", createdAt), ownerId: input.actor.userId, name, createdAt })
      .onConflictDoNothing({ target: publishers.ownerId })
    await tx
      .update(users)
      .set({ roles: sql`array_append(array_remove(${users.roles}, 'publisher'), 'publisher')` })
      .where(sql`${users.id} = ${input.actor.userId} and not ${users.roles} @> array['publisher']`)
    const publisher = await findPublisherOf(tx, input.actor.userId)
    return { publisherId: publisher!.id }
  })
}
