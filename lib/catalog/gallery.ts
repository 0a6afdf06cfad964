/** A title's gallery: the pictures of its page, in the publisher's order. */
import { asc, eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titlePictures } from "#db/schema/catalog.ts"
import { pictures } from "#db/schema/media.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { pictureColumns } from "#lib/media/queries.ts"

/** Two rows of six; more is an album of its own. */
export const MAX_GALLERY = 12

/** Each with the words it has in this gallery. */
export const galleryOf = (db: DbOrTx, titleId: Id<"title">): Promise<PictureView[]> =>
  db
    .select({ ...pictureColumns, alt: titlePictures.alt })
    .from(titlePictures)
    .innerJoin(pictures, eq(pictures.id, titlePictures.pictureId))
    .where(eq(titlePictures.titleId, titleId))
    .orderBy(asc(titlePictures.position), asc(titlePictures.pictureId))
