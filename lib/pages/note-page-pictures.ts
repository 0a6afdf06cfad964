/** Notes the pictures of a page's draft and of every version that is kept, so that none is removed while it may be shown again. */
import { and, eq, inArray, sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { pictures } from "#db/schema/media.ts"
import { pageVersions } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { notePictureUses } from "#lib/media/note-picture-uses.ts"
import { type PageDocument, pictureIdsIn } from "#lib/pages/page-document.ts"

/** The caller holds the page's row. Ids that name no picture of the actor's are passed over: an old version may name a removed one. */
export async function notePagePictures(
  tx: Tx,
  { actor, siteId, draft }: { actor: Actor; siteId: Id<"site">; draft: PageDocument },
): Promise<void> {
  const named = new Set([...pictureIdsIn(draft), ...(await pictureIdsInVersions(tx, siteId))])
  const ids = [...named].filter((id) => isId("picture", id))
  await notePictureUses(tx, { actor, usedBy: `page:${siteId}`, ids: await ownOf(tx, actor, ids) })
}

/** Whether one document names other pictures than another: only then is there something to note. */
export const namesOtherPictures = (a: PageDocument, b: PageDocument): boolean =>
  pictureIdsIn(a).sort().join() !== pictureIdsIn(b).sort().join()

/** Asked in the database: a hundred versions of a page may be megabytes. */
async function pictureIdsInVersions(tx: Tx, siteId: Id<"site">): Promise<string[]> {
  const named = sql<string>`jsonb_path_query(${pageVersions.document}, '$.** ? (@.type() == "object").keyvalue() ? (@.key == "picture" || @.key == "poster").value') #>> '{}'`
  const rows = await tx.selectDistinct({ id: named }).from(pageVersions).where(eq(pageVersions.siteId, siteId))
  return rows.map((row) => row.id)
}

/** Held until the tx ends, so that none is removed between looking and noting. */
async function ownOf(tx: Tx, actor: Actor, ids: Id<"picture">[]): Promise<Id<"picture">[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: pictures.id })
    .from(pictures)
    .where(and(eq(pictures.ownerId, actor.userId), inArray(pictures.id, ids)))
    .for("key share")
  return rows.map((row) => row.id)
}
