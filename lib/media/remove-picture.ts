/** Removes a picture nothing shows any more; its files go with the next sweep. */
import { and, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { pictures } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { assertOwnPictures } from "./queries.ts"

const FOREIGN_KEY_VIOLATION = "23503"

/** Refuses `not_found`, and `conflict` while a cover, a gallery or a page shows it. */
export async function removePicture(
  { db }: Pick<Deps, "db">,
  { actor, id }: { actor: Pick<Actor, "userId">; id: Id<"picture"> },
): Promise<void> {
  await assertOwnPictures(db, actor, [id])
  const work = inTx(db, "remove-picture", async (tx) => {
    await tx.delete(pictures).where(and(eq(pictures.id, id), eq(pictures.ownerId, actor.userId)))
  })
  await work.catch((error: unknown) => {
    if ((error as { code?: string }).code !== FOREIGN_KEY_VIOLATION) throw error
    throw new AppError("conflict", "This picture is still shown somewhere: take it off that page first.")
  })
}
