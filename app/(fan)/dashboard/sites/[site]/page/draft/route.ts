/** Takes the draft of a page as it is being written; a conflict is an answer here, with what stands there instead. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readJson } from "#app/_server/route.ts"
import { MAX_DOCUMENT_BYTES } from "#lib/pages/page-document.ts"
import { saveDraft } from "#lib/pages/save-draft.ts"
import { ownPage } from "../own-page.ts"

/** The document itself is checked by the use case, in its own words. */
const Draft = z.object({ document: z.unknown(), baseRevision: z.number().int().min(0).max(2_147_483_647) })
/** Escapes may double it on the way; the document's own limit is checked on what it says. */
const MAX_BODY_BYTES = 2 * MAX_DOCUMENT_BYTES + 1_024

export const PUT = ownPage(async (request, asked) => {
  const { document, baseRevision } = await readJson(request, Draft, MAX_BODY_BYTES)
  return json(await saveDraft(deps(), { ...asked, document, baseRevision }))
})
