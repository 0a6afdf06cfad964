/** What an upload must be allowed by, and what happens when its last byte is here. */
import { and, eq, inArray, isNull } from "drizzle-orm"
import { type DbOrTx, inTx, type Tx } from "#db/client.ts"
import { releaseFiles, releases } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { getReleaseForPublisher, listReleaseFiles } from "./queries.ts"
import { RELEASE_TRANSITIONS } from "./release-state.ts"
import { importFile, syncUpload, uploadExists, uploadedBytes } from "./upload-store.ts"

export type AnnouncedUpload = {
  uploadId: Id<"upload">
  releaseId: Id<"release">
  sizeBytes: number
  receivedAt: Date | null
}

/** The announced file behind an upload id. Throws `not_found` unless it is the actor's, `conflict` once it is past uploading. */
export async function getUploadFor(db: DbOrTx, actor: Actor, uploadId: Id<"upload">): Promise<AnnouncedUpload> {
  const [file] = await db
    .select({
      uploadId: releaseFiles.id,
      releaseId: releaseFiles.releaseId,
      sizeBytes: releaseFiles.sizeBytes,
      receivedAt: releaseFiles.receivedAt,
    })
    .from(releaseFiles)
    .where(eq(releaseFiles.id, uploadId))
  if (!file) throw new AppError("not_found", "No release has announced this upload.")
  const release = await getReleaseForPublisher(db, actor, file.releaseId)
  if (release.state !== "uploading" && release.state !== "uploaded")
    throw new AppError("conflict", `This release is ${release.state}; it takes no more files.`)
  return file
}

/**
 * Notes that a file has arrived whole, after making it durable; the last one makes the release `uploaded`. Twice does
 * nothing more. Refuses `conflict` when its bytes are not all here, and what `getUploadFor` refuses.
 */
export async function acceptUpload(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; uploadId: Id<"upload"> },
): Promise<{ releaseId: Id<"release">; complete: boolean }> {
  const file = await getUploadFor(deps.db, input.actor, input.uploadId)
  const have = await uploadedBytes(deps.config.dataDir, input.uploadId)
  if (have !== file.sizeBytes) throw new AppError("conflict", `${have} of ${file.sizeBytes} bytes are here.`)
  await syncUpload(deps.config.dataDir, input.uploadId)
  const receivedAt = deps.clock.now()
  return inTx(deps.db, "accept-upload", async (tx) => {
    // Two last files may arrive at once; the release's row makes them count one after the other.
    await tx.select({ id: releases.id }).from(releases).where(eq(releases.id, file.releaseId)).for("update")
    await tx
      .update(releaseFiles)
      .set({ receivedAt })
      .where(and(eq(releaseFiles.id, input.uploadId), isNull(releaseFiles.receivedAt)))
    return { releaseId: file.releaseId, complete: await finishWhenComplete(tx, file.releaseId) }
  })
}

async function finishWhenComplete(tx: Tx, releaseId: Id<"release">): Promise<boolean> {
  const [missing] = await tx
    .select({ id: releaseFiles.id })
    .from(releaseFiles)
    .where(and(eq(releaseFiles.releaseId, releaseId), isNull(releaseFiles.receivedAt)))
    .limit(1)
  if (missing) return false
  const { from, to } = RELEASE_TRANSITIONS.finishUpload
  await tx
    .update(releases)
    .set({ state: to })
    .where(and(eq(releases.id, releaseId), inArray(releases.state, [...from])))
  return true
}

/** The same for a file that lies on this machine already: it is copied in and accepted. */
export async function importUpload(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; uploadId: Id<"upload">; fromPath: string },
): Promise<{ releaseId: Id<"release">; complete: boolean }> {
  const file = await getUploadFor(deps.db, input.actor, input.uploadId)
  if (file.receivedAt === null) await importFile(deps.config.dataDir, input.uploadId, input.fromPath)
  return acceptUpload(deps, input)
}

/**
 * Accepts every file of a release whose bytes are all here but whose last answer was lost: to be asked before
 * publishing. Answers how many are still missing.
 */
export async function acceptArrived(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; releaseId: Id<"release"> },
): Promise<{ missing: number }> {
  const release = await getReleaseForPublisher(deps.db, input.actor, input.releaseId)
  if (release.state !== "uploading") return { missing: 0 }
  let missing = 0
  for (const file of await listReleaseFiles(deps.db, input.releaseId)) {
    if (file.receivedAt) continue
    const here = await uploadExists(deps.config.dataDir, file.id)
    const whole = here && (await uploadedBytes(deps.config.dataDir, file.id)) === file.sizeBytes
    if (whole) await acceptUpload(deps, { actor: input.actor, uploadId: file.id })
    else missing += 1
  }
  return { missing }
}
