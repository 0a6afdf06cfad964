/** Puts a cover on a title, or another in its place: from a file, or a picture its publisher already has. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { acceptPicture } from "#lib/media/accept-picture.ts"
import type { Crop, PictureView } from "#lib/media/picture.ts"
import { assertOwnPictures } from "#lib/media/queries.ts"
import { getTitleForPublisher } from "./queries.ts"

/** Refuses `not_found`, and what `acceptPicture` refuses. `title` is an id or a slug. */
export async function setCover(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; title: string; bytes: Uint8Array; crop?: Crop | null },
): Promise<PictureView> {
  const { actor, title, bytes, crop = null } = input
  // A stranger's title is refused before his picture is made.
  await getTitleForPublisher(deps.db, actor, title)
  const picture = await acceptPicture(deps, { actor, bytes, crop, purpose: "cover" })
  await putCover(deps, { actor, title, pictureId: picture.id })
  return picture
}

/** Refuses `not_found` for another's title or picture. */
export async function putCover(
  deps: Pick<Deps, "db">,
  { actor, title, pictureId }: { actor: Actor; title: string; pictureId: Id<"picture"> },
): Promise<void> {
  await inTx(deps.db, "put-cover", async (tx) => {
    const { id } = await getTitleForPublisher(tx, actor, title)
    await assertOwnPictures(tx, actor, [pictureId])
    await tx.update(titles).set({ coverId: pictureId, coverType: null, cover: null }).where(eq(titles.id, id))
  })
}
