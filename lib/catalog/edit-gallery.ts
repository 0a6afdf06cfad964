/** Changes a title's gallery: a picture more, a picture less, another order, other words. */
import { and, eq, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titlePictures, titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { checkAlt } from "#lib/media/picture.ts"
import { assertOwnPictures } from "#lib/media/queries.ts"
import { MAX_GALLERY } from "./gallery.ts"
import { getTitleForPublisher } from "./queries.ts"

/** `title` is an id or a slug. */
type OfTitle = { actor: Actor; title: string }
type OfPicture = OfTitle & { pictureId: Id<"picture"> }

/** At the end; adding what is there changes only its words. Refuses `not_found`, and `conflict` when it is full. */
export function addToGallery(deps: Pick<Deps, "db">, input: OfPicture & { alt: string }): Promise<void> {
  const alt = checkAlt(input.alt)
  return change(deps, "add-to-gallery", input, async (tx, titleId, shown) => {
    const { pictureId } = input
    await assertOwnPictures(tx, input.actor, [pictureId])
    if (!shown.includes(pictureId) && shown.length >= MAX_GALLERY)
      throw new AppError("conflict", `A gallery has up to ${MAX_GALLERY} pictures: take one off first.`)
    await tx
      .insert(titlePictures)
      .values({ titleId, pictureId, position: shown.length, alt })
      .onConflictDoUpdate({ target: [titlePictures.titleId, titlePictures.pictureId], set: { alt } })
  })
}

/** Taking off what is not there is fine. The picture itself stays its owner's. */
export function takeOffGallery(deps: Pick<Deps, "db">, input: OfPicture): Promise<void> {
  return change(deps, "take-off-gallery", input, async (tx, titleId, shown) => {
    await tx
      .delete(titlePictures)
      .where(and(eq(titlePictures.titleId, titleId), eq(titlePictures.pictureId, input.pictureId)))
    await writeOrder(
      tx,
      titleId,
      shown.filter((id) => id !== input.pictureId),
    )
  })
}

/** One place towards the start (-1) or the end (1); at the edge it stays. Refuses `not_found`. */
export function moveInGallery(deps: Pick<Deps, "db">, input: OfPicture & { by: -1 | 1 }): Promise<void> {
  return change(deps, "move-in-gallery", input, async (tx, titleId, shown) => {
    const from = shown.indexOf(input.pictureId)
    if (from < 0) throw new AppError("not_found", "This picture is not in the gallery.")
    const to = Math.max(0, Math.min(shown.length - 1, from + input.by))
    await writeOrder(tx, titleId, shown.toSpliced(from, 1).toSpliced(to, 0, input.pictureId))
  })
}

/** What a reader who cannot see it is told. Refuses `not_found` and `invalid_input` on `alt`. */
export function describeInGallery(deps: Pick<Deps, "db">, input: OfPicture & { alt: string }): Promise<void> {
  const alt = checkAlt(input.alt)
  return change(deps, "describe-in-gallery", input, async (tx, titleId, shown) => {
    if (!shown.includes(input.pictureId)) throw new AppError("not_found", "This picture is not in the gallery.")
    await tx
      .update(titlePictures)
      .set({ alt })
      .where(and(eq(titlePictures.titleId, titleId), eq(titlePictures.pictureId, input.pictureId)))
  })
}

type Change = (tx: Tx, titleId: Id<"title">, shown: Id<"picture">[]) => Promise<void>

/** Under the title's lock: two changes at once would give two pictures one place. */
function change(deps: Pick<Deps, "db">, name: string, { actor, title }: OfTitle, work: Change): Promise<void> {
  return inTx(deps.db, name, async (tx) => {
    const { id } = await getTitleForPublisher(tx, actor, title)
    await tx.select({ id: titles.id }).from(titles).where(eq(titles.id, id)).for("update")
    const rows = await tx
      .select({ id: titlePictures.pictureId })
      .from(titlePictures)
      .where(eq(titlePictures.titleId, id))
      .orderBy(titlePictures.position, titlePictures.pictureId)
    await work(
      tx,
      id,
      rows.map((row) => row.id),
    )
  })
}

async function writeOrder(tx: Tx, titleId: Id<"title">, order: readonly Id<"picture">[]): Promise<void> {
  if (order.length === 0) return
  await tx.execute(sql`update title_picture p set position = o.at - 1
    from unnest(${sql.param([...order])}::text[]) with ordinality as o(id, at)
    where p.title_id = ${titleId} and p.picture_id = o.id`)
}
