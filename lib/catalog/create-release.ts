/** Announces a release: its version and the list of its files, each of which then has an upload of its own. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { releaseFiles, releases } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { getTitleForPublisher, listReleaseFiles } from "./queries.ts"
import { type AnnouncedPart, checkReleaseFiles, checkVersion } from "./release-files.ts"

export type CreateRelease = {
  actor: Actor
  titleId: Id<"title">
  version: string
  parts: readonly AnnouncedPart[]
  /** Unencrypted, a public torrent, no carriage: for free titles only. */
  open?: boolean
}

export type CreatedRelease = {
  releaseId: Id<"release">
  files: { uploadId: Id<"upload">; part: "trial" | "full"; path: string; sizeBytes: number; received: boolean }[]
}

/** 10 000 rows of 6 columns would pass PostgreSQL's 65 535 parameters. */
const ROWS_PER_INSERT = 2_000

/**
 * The same version with the same list again is the same release: an upload that stopped half way goes on.
 * Refuses `not_found`, `already_exists` (the version has another list or is past uploading), `unsupported` (open with
 * a price), and what `checkReleaseFiles` refuses.
 */
export async function createRelease(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: CreateRelease,
): Promise<CreatedRelease & { isNew: boolean }> {
  const version = checkVersion(input.version)
  const open = input.open ?? false
  return inTx(deps.db, "create-release", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.titleId)
    if (open && title.priceCents > 0n) throw new AppError("unsupported", "Only a free title can be published open.")
    const limits = { demoTerms: title.demoTerms, limitBytes: deps.config.releaseLimitBytes, open }
    const parts = checkReleaseFiles(input.parts, limits)
    const resumed = await findSame(tx, title.id, version, parts, open)
    if (resumed) return { ...resumed, isNew: false }
    return {
      ...(await insertRelease(tx, { titleId: title.id, version, open, parts, at: deps.clock.now() })),
      isNew: true,
    }
  })
}

async function findSame(
  tx: Tx,
  titleId: Id<"title">,
  version: string,
  parts: readonly AnnouncedPart[],
  open: boolean,
): Promise<CreatedRelease | null> {
  const [existing] = await tx
    .select({ id: releases.id, state: releases.state, open: releases.open })
    .from(releases)
    .where(and(eq(releases.titleId, titleId), eq(releases.version, version)))
  if (!existing) return null
  const created = await viewOf(tx, existing.id)
  const wanted = parts.flatMap((p) => p.files.map((f) => `${p.name}/${f.path}:${f.size}`))
  const there = created.files.map((f) => `${f.part}/${f.path}:${f.sizeBytes}`)
  const same = wanted.length === there.length && wanted.every((w, i) => w === there[i])
  if (!same || existing.open !== open || existing.state === "withdrawn")
    throw new AppError("already_exists", `Version ${version} exists with other files; choose the next version.`, {
      field: "version",
    })
  return created
}

async function viewOf(tx: Tx, releaseId: Id<"release">): Promise<CreatedRelease> {
  const files = await listReleaseFiles(tx, releaseId)
  return {
    releaseId,
    files: files.map(({ id, receivedAt, ...f }) => ({ uploadId: id, ...f, received: receivedAt !== null })),
  }
}

async function insertRelease(
  tx: Tx,
  r: { titleId: Id<"title">; version: string; open: boolean; parts: readonly AnnouncedPart[]; at: Date },
): Promise<CreatedRelease> {
  const releaseId = newId("release", r.at)
  const { titleId, version, open } = r
  await tx.insert(releases).values({ id: releaseId, titleId, version, open, state: "uploading", createdAt: r.at })
  const rows = r.parts.flatMap((part) =>
    part.files.map((file, position) => ({
      id: newId("upload", r.at),
      releaseId,
      part: part.name,
      path: file.path,
      sizeBytes: file.size,
      position,
    })),
  )
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT)
    await tx.insert(releaseFiles).values(rows.slice(at, at + ROWS_PER_INSERT))
  return viewOf(tx, releaseId)
}
