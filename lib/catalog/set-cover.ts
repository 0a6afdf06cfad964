/** Puts a cover on a title, or another in its place. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { checkCover } from "./cover.ts"
import { getTitleForPublisher } from "./queries.ts"

/** Refuses `not_found`, `too_large` and `unsupported`. */
export async function setCover(
  deps: Pick<Deps, "db">,
  input: { actor: Actor; title: string; bytes: Uint8Array },
): Promise<{ type: string }> {
  const cover = checkCover(input.bytes)
  await inTx(deps.db, "set-cover", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.title)
    await tx.update(titles).set({ coverType: cover.type, cover: cover.bytes }).where(eq(titles.id, title.id))
  })
  return { type: cover.type }
}
