/** The fan's page is saved while it is written: over the draft it was made from, never over another window's. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { sitePages } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { namesOtherPictures, notePagePictures } from "#lib/pages/note-page-pictures.ts"
import { checkPageDocument, type PageDocument } from "#lib/pages/page-document.ts"
import { sameDocument } from "#lib/pages/same-document.ts"

export type SavedDraft =
  | { kind: "saved"; revision: number; at: Date }
  /** Somebody saved in between: `document` is theirs, nothing was changed. */
  | { kind: "conflict"; revision: number; document: PageDocument }

type Input = {
  actor: Actor
  siteId: Id<"site">
  /** From outside: checked here. */
  document: unknown
  /** The revision the document was made from; 0 for the first draft of a site. */
  baseRevision: number
}

/** Saving the same document again is a no-op that answers with the revision it has. Errors: not_found, invalid_input, too_large. */
export async function saveDraft(deps: Pick<Deps, "db" | "clock">, input: Input): Promise<SavedDraft> {
  const document = checkPageDocument(input.document)
  const at = deps.clock.now()
  return inTx(deps.db, "save-draft", async (tx) => {
    await getOwnSite(tx, input.actor.userId, input.siteId)
    const now = await lockDraft(tx, input.siteId)
    if (!now) return firstDraft(tx, input, document, at)
    if (sameDocument(now.draft, document)) return { kind: "saved", revision: now.draftRevision, at: now.draftAt }
    if (now.draftRevision !== input.baseRevision)
      return { kind: "conflict", revision: now.draftRevision, document: now.draft }
    if (namesOtherPictures(now.draft, document)) await notePagePictures(tx, { ...input, draft: document })
    return replaceDraft(tx, input.siteId, now.draftRevision, document, at)
  })
}

export async function lockDraft(tx: Tx, siteId: Id<"site">): Promise<typeof sitePages.$inferSelect | null> {
  const [row] = await tx.select().from(sitePages).where(eq(sitePages.siteId, siteId)).for("update")
  return row ?? null
}

/** Two windows may both bring a site's first draft: the later one meets the earlier one's. */
async function firstDraft(tx: Tx, input: Input, document: PageDocument, at: Date): Promise<SavedDraft> {
  const made = await tx
    .insert(sitePages)
    .values({ siteId: input.siteId, draft: document, draftRevision: 1, draftAt: at })
    .onConflictDoNothing()
    .returning({ revision: sitePages.draftRevision })
  if (made.length === 1) {
    await notePagePictures(tx, { ...input, draft: document })
    return { kind: "saved", revision: 1, at }
  }
  const theirs = (await lockDraft(tx, input.siteId))!
  return { kind: "conflict", revision: theirs.draftRevision, document: theirs.draft }
}

/** Puts a new draft over revision `base`; the caller holds the row. */
export async function replaceDraft(
  tx: Tx,
  siteId: Id<"site">,
  base: number,
  document: PageDocument,
  at: Date,
): Promise<Extract<SavedDraft, { kind: "saved" }>> {
  const revision = base + 1
  await tx
    .update(sitePages)
    .set({ draft: document, draftRevision: revision, draftAt: at })
    .where(and(eq(sitePages.siteId, siteId), eq(sitePages.draftRevision, base)))
  return { kind: "saved", revision, at }
}
