/** An earlier version of a page becomes the draft again; what is published stays until the fan publishes. */
import { inTx } from "#db/client.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notePagePictures } from "#lib/pages/note-page-pictures.ts"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { findVersion } from "#lib/pages/publish-page.ts"
import { sameDocument } from "#lib/pages/same-document.ts"
import { lockDraft, replaceDraft } from "#lib/pages/save-draft.ts"

type Input = {
  actor: Actor
  siteId: Id<"site">
  versionId: Id<"pageVersion">
  /** The draft that is replaced; another one is refused, so that nothing unseen is lost. */
  baseRevision: number
}

/** Restoring what the draft already is, is a no-op. Errors: not_found, conflict (draft has changed). */
export async function restoreVersion(
  deps: Pick<Deps, "db" | "clock">,
  input: Input,
): Promise<{ revision: number; document: PageDocument }> {
  const at = deps.clock.now()
  return inTx(deps.db, "restore-version", async (tx) => {
    await getOwnSite(tx, input.actor.userId, input.siteId)
    const version = await findVersion(tx, input.siteId, input.versionId)
    const page = await lockDraft(tx, input.siteId)
    if (!version || !page) throw new AppError("not_found", "This page has no such version.")
    const { document } = version
    if (sameDocument(page.draft, document)) return { revision: page.draftRevision, document }
    if (page.draftRevision !== input.baseRevision) {
      throw new AppError("conflict", "The page was changed in another window; look at it again before restoring.")
    }
    await notePagePictures(tx, { ...input, draft: document })
    const { revision } = await replaceDraft(tx, input.siteId, page.draftRevision, document, at)
    return { revision, document }
  })
}
