/** Announces a release with the list of its files; the same announcement again goes on where the upload stopped. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readJson, route } from "#app/_server/route.ts"
import { publisherCaller } from "#app/api/v1/publisher-caller.ts"
import { createRelease } from "#lib/catalog/create-release.ts"
import { findRelease, getTitleForPublisher } from "#lib/catalog/queries.ts"
import { MAX_RELEASE_FILES } from "#lib/catalog/release-files.ts"
import { makeUploadToken } from "#lib/catalog/upload-token.ts"

const File = z.object({ path: z.string().min(1).max(1_024), size: z.number().int().min(0) })
const Body = z.object({
  title: z.string().max(200),
  version: z.string().max(64),
  open: z.boolean().default(false),
  parts: z
    .array(z.object({ name: z.enum(["trial", "full"]), files: z.array(File).max(MAX_RELEASE_FILES) }))
    .min(1)
    .max(2),
})

/** 10 000 files of about 600 bytes each. */
const MAX_BODY_BYTES = 6 * 1024 * 1024

export const POST = route(async (request) => {
  const actor = await publisherCaller(request)
  const { title: slug, version, open, parts } = await readJson(request, Body, MAX_BODY_BYTES)
  const title = await getTitleForPublisher(deps().db, actor, slug)
  const created = await createRelease(deps(), { actor, titleId: title.id, version, parts, open })
  const release = await findRelease(deps().db, created.releaseId)
  return json({
    release_id: created.releaseId,
    state: release?.state,
    // Of a release announced just now no byte can be here: nobody needs to ask how far it is.
    is_new: created.isNew,
    upload_token: await makeUploadToken(deps().keys, actor.userId),
    files: created.files.map(({ uploadId, sizeBytes, ...file }) => ({ upload_id: uploadId, size: sizeBytes, ...file })),
  })
})
