/** Questions about pictures: whose they are, where their files lie, how much room they take. */
import { and, desc, eq, inArray, lt, sql } from "drizzle-orm"
import type { DbOrTx, Tx } from "#db/client.ts"
import { pictures } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PictureView } from "./picture.ts"

/** What a page needs; queries of other domains join `pictures` and select these. */
export const pictureColumns = {
  id: pictures.id,
  width: pictures.width,
  height: pictures.height,
  colour: pictures.colour,
  widths: pictures.widths,
  alt: pictures.alt,
}

/** Where a picture's files lie and which sizes there are; null when there is no such picture. */
export async function findPictureFiles(db: DbOrTx, id: Id<"picture">) {
  const [row] = await db
    .select({ sha256: pictures.sha256, widths: pictures.widths })
    .from(pictures)
    .where(eq(pictures.id, id))
  return row ?? null
}

/** Those of the given pictures that exist, by id: what a page's document names. */
export async function findPictures(
  db: DbOrTx,
  ids: readonly Id<"picture">[],
): Promise<ReadonlyMap<Id<"picture">, PictureView>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select(pictureColumns)
    .from(pictures)
    .where(inArray(pictures.id, [...ids]))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Throws `not_found` unless every picture is this actor's own (a stranger learns nothing by asking). */
export async function assertOwnPictures(
  db: DbOrTx,
  actor: Pick<Actor, "userId">,
  ids: readonly Id<"picture">[],
): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const own = await db
    .select({ id: pictures.id })
    .from(pictures)
    .where(and(eq(pictures.ownerId, actor.userId), inArray(pictures.id, wanted)))
  if (own.length < wanted.length) throw new AppError("not_found", "You have no such picture.", { field: "picture" })
}

export type OwnPicture = PictureView & { purpose: string; bytes: number; createdAt: Date }

/** An owner's pictures, newest first, `limit` at a time; `before` is the last id of the page before. */
export function listPicturesOf(
  db: DbOrTx,
  ownerId: Id<"user">,
  { before, limit }: { before: Id<"picture"> | null; limit: number },
): Promise<OwnPicture[]> {
  const { purpose, bytes, createdAt } = pictures
  return db
    .select({ ...pictureColumns, purpose, bytes, createdAt })
    .from(pictures)
    .where(and(eq(pictures.ownerId, ownerId), before ? lt(pictures.id, before) : undefined))
    .orderBy(desc(pictures.id))
    .limit(limit)
}

/** Held until the tx ends by whoever gives a picture's files a row or takes them away. */
export async function lockPictureFiles(tx: Tx, sha256: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`picture files ${sha256}`}, 0))`)
}
