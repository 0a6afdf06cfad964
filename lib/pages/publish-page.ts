/** The draft of a site's page becomes what visitors see; each publishing is a version that is kept. */
import { and, asc, eq, inArray, max, ne } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { pageVersions, sitePages } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { notePagePictures } from "#lib/pages/note-page-pictures.ts"
import { checkPageDocument } from "#lib/pages/page-document.ts"
import { sameDocument } from "#lib/pages/same-document.ts"
import { lockDraft } from "#lib/pages/save-draft.ts"

/** Two years of a version a week; a document has at most some hundred kilobytes. */
export const VERSIONS_KEPT = 100

type Input = {
  actor: Actor
  siteId: Id<"site">
  /** The draft the fan looked at; another one is refused, so that nothing unseen goes out. */
  revision: number
}

/** Publishing what is published already is a no-op. Errors: not_found, conflict (draft has changed), invalid_input. */
export async function publishPage(
  deps: Pick<Deps, "db" | "clock">,
  input: Input,
): Promise<{ versionId: Id<"pageVersion">; number: number; publishedAt: Date }> {
  const at = deps.clock.now()
  return inTx(deps.db, "publish-page", async (tx) => {
    await getOwnSite(tx, input.actor.userId, input.siteId)
    const page = await lockDraft(tx, input.siteId)
    if (!page) throw new AppError("not_found", "This page has no draft yet.")
    if (page.draftRevision !== input.revision) {
      throw new AppError("conflict", "The page was changed in another window; look at it again before publishing.")
    }
    const document = checkPageDocument(page.draft)
    const shown = page.publishedVersionId && (await findVersion(tx, input.siteId, page.publishedVersionId))
    if (shown && sameDocument(shown.document, document)) {
      return { versionId: shown.id, number: shown.number, publishedAt: shown.publishedAt }
    }
    const row = {
      id: newId("pageVersion", at),
      siteId: input.siteId,
      number: await nextNumber(tx, input.siteId),
      document,
      publishedAt: at,
      publishedBy: input.actor.userId,
    }
    await tx.insert(pageVersions).values(row)
    await tx
      .update(sitePages)
      .set({ publishedVersionId: row.id, publishedAt: at })
      .where(eq(sitePages.siteId, input.siteId))
    await forgetOldest(tx, input.siteId, row.id)
    await notePagePictures(tx, { ...input, draft: document })
    return { versionId: row.id, number: row.number, publishedAt: at }
  })
}

export async function findVersion(tx: Tx, siteId: Id<"site">, versionId: Id<"pageVersion">) {
  const [row] = await tx
    .select()
    .from(pageVersions)
    .where(and(eq(pageVersions.siteId, siteId), eq(pageVersions.id, versionId)))
  return row ?? null
}

async function nextNumber(tx: Tx, siteId: Id<"site">): Promise<number> {
  const [row] = await tx
    .select({ last: max(pageVersions.number) })
    .from(pageVersions)
    .where(eq(pageVersions.siteId, siteId))
  return (row?.last ?? 0) + 1
}

/** The newest are kept, and the one that is shown whatever its age. */
async function forgetOldest(tx: Tx, siteId: Id<"site">, shownId: Id<"pageVersion">): Promise<void> {
  const all = await tx
    .select({ id: pageVersions.id })
    .from(pageVersions)
    .where(and(eq(pageVersions.siteId, siteId), ne(pageVersions.id, shownId)))
    .orderBy(asc(pageVersions.number))
  const old = all.slice(0, Math.max(0, all.length - (VERSIONS_KEPT - 1))).map((version) => version.id)
  if (old.length > 0) await tx.delete(pageVersions).where(inArray(pageVersions.id, old))
}
