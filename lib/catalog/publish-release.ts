/**
 * Publishes an uploaded release: a child process seals its bytes into the storage in one pass, then manifest, torrent
 * and keys become true together. A try that dies is begun anew under fresh keys; what it wrote is never shown.
 */
import { webcrypto } from "node:crypto"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import type { Deps } from "#lib/deps.ts"
import { RemoteError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { toB64url } from "#peer/protocol/bytes.ts"
import { type Plan, planParts, torrentName } from "#peer/protocol/content.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { type Encryption, manifestHash, signManifest } from "#peer/protocol/manifest.ts"
import { type PartKeys, replaceContentKeys } from "./content-keys.ts"
import { listReleaseFiles } from "./queries.ts"
import { RELEASE_TRANSITIONS } from "./release-state.ts"
import { type PublisherResult, type RunPublisher, runPublisher } from "./run-publisher.ts"
import type { SourceFile } from "./seal-release.ts"
import { tellPublisher } from "./tell-publisher.ts"
import { makeTorrent } from "./torrent.ts"
import { removeUpload, uploadPath } from "./upload-store.ts"

/** A try that has said nothing for this long is dead; its child reports twice a second, and every second is saved. */
const LEASE_MS = 30_000
const SAVE_PROGRESS_EVERY_MS = 1_000
const LOOK_EVERY_MS = 250

type PublishDeps = Pick<Deps, "db" | "clock" | "config" | "keys" | "storage">

/** One try: the marker is its start in real time, and no other try of this release has the same. */
type Try = {
  releaseId: Id<"release">
  marker: Date
  titleId: Id<"title">
  version: string
  slug: string
  encryption: Encryption
  plan: Plan
  keys: PartKeys
  sources: Record<"trial" | "full", SourceFile[]>
  uploadIds: Id<"upload">[]
}

/**
 * Answers `skipped` when there is nothing to do (published, withdrawn, not uploaded). Throws a retryable RemoteError
 * when another process is at it or the child died; answers `failed` when trying again would not help, and says why on the release.
 */
export async function publishRelease(
  deps: PublishDeps,
  input: { releaseId: Id<"release">; onStart?: (pid: number) => void; leaseMs?: number },
  run: RunPublisher = runPublisher,
): Promise<"published" | "skipped" | "failed"> {
  await outliveDeadTry(deps, input.releaseId, input.leaseMs ?? LEASE_MS)
  const attempt = await inTx(deps.db, "publish-begin", (tx) => beginTry(tx, deps, input))
  if (!attempt) return "skipped"
  try {
    await deps.storage.discardAll(attempt.releaseId)
    const result = await runTry(deps, attempt, run, input.onStart)
    await finishTry(deps, attempt, result)
  } catch (error) {
    await failTry(deps, attempt, error)
    if (error instanceof RemoteError && !error.retryable) return "failed"
    throw error
  }
  for (const id of attempt.uploadIds) await removeUpload(deps.config.dataDir, id)
  return "published"
}

/** After a crash the row still says publishing: wait until its silence proves the try dead; return at once if it speaks. */
async function outliveDeadTry({ db }: PublishDeps, releaseId: Id<"release">, leaseMs: number): Promise<void> {
  const look = async () => {
    const [row] = await db
      .select({ state: releases.state, progressAt: releases.progressAt })
      .from(releases)
      .where(eq(releases.id, releaseId))
    return row?.state === "publishing" && row.progressAt ? row.progressAt.getTime() : null
  }
  const first = await look()
  while (first !== null && Date.now() - first < leaseMs && (await look()) === first) await sleep(LOOK_EVERY_MS)
}

async function beginTry(
  tx: Tx,
  deps: PublishDeps,
  { releaseId, leaseMs = LEASE_MS }: { releaseId: Id<"release">; leaseMs?: number },
): Promise<Try | null> {
  const [release] = await tx.select().from(releases).where(eq(releases.id, releaseId)).for("update")
  if (!release) return null
  const started = RELEASE_TRANSITIONS.startPublish
  const isDead = release.state === "publishing" && release.progressAt && !isAlive(release.progressAt, leaseMs)
  if (release.state === "publishing" && !isDead)
    throw new RemoteError("Another process is publishing this release.", true)
  if (!isDead && !(started.from as readonly string[]).includes(release.state)) return null
  // Real time, not the platform's: a jump of the sample world's clock must not look like a dead child.
  const marker = new Date()
  await tx
    .update(releases)
    .set({ state: started.to, failure: null, progressBytes: 0, progressAt: marker })
    .where(eq(releases.id, releaseId))
  const [title] = await tx.select({ slug: titles.slug }).from(titles).where(eq(titles.id, release.titleId))
  return { ...(await layOut(tx, deps, release)), marker, slug: title!.slug }
}

const isAlive = (progressAt: Date, leaseMs: number): boolean => Date.now() - progressAt.getTime() < leaseMs

async function layOut(tx: Tx, deps: PublishDeps, release: typeof releases.$inferSelect) {
  const files = await listReleaseFiles(tx, release.id)
  const encryption: Encryption = release.open ? "none" : "A256GCM-SEG"
  const parts = (["trial", "full"] as const)
    .map((name) => ({
      name,
      files: files.filter((f) => f.part === name).map((f) => ({ path: f.path, size: f.sizeBytes })),
    }))
    .filter((p) => p.files.length > 0)
  const plan = planParts(parts, { encryption })
  const sourcesOf = (name: "trial" | "full") =>
    files
      .filter((f) => f.part === name)
      .map((f) => ({ path: uploadPath(deps.config.dataDir, f.id), size: f.sizeBytes }))
  const names = release.open ? [] : parts.map((p) => p.name)
  return {
    releaseId: release.id,
    titleId: release.titleId,
    version: release.version,
    encryption,
    plan,
    keys: await replaceContentKeys(tx, deps.keys, release.id, names),
    sources: { trial: sourcesOf("trial"), full: sourcesOf("full") },
    uploadIds: files.map((f) => f.id),
  }
}

async function runTry(deps: PublishDeps, attempt: Try, run: RunPublisher, onStart?: (pid: number) => void) {
  const { releaseId, plan, encryption, keys, sources } = attempt
  const job = { releaseId, plan, encryption, keys, sources, storageFolder: releaseFolder(deps.config.dataDir) }
  const saver = progressSaver(deps, attempt)
  try {
    return await run(job, { onProgress: saver.save, ...(onStart ? { onStart } : {}) })
  } finally {
    await saver.done()
  }
}

/** The folder storage of a data folder, for the child and for whoever composes the processes. */
export const releaseFolder = (dataDir: string): string => join(dataDir, "releases")

/** Writes progress at most once a second, one write at a time; the marker moves with it, so `attempt` is told. */
function progressSaver(deps: PublishDeps, attempt: Try) {
  let writing: Promise<void> = Promise.resolve()
  let savedAt = 0
  const write = async (plainBytes: number) => {
    const progressAt = new Date()
    const saved = await deps.db
      .update(releases)
      .set({ progressBytes: plainBytes, progressAt })
      .where(sameTry(attempt))
      .returning({ id: releases.id })
    if (saved.length > 0) attempt.marker = progressAt
  }
  return {
    save: (plainBytes: number) => {
      if (Date.now() - savedAt < SAVE_PROGRESS_EVERY_MS) return
      savedAt = Date.now()
      // A lost progress write is not worth a failed publish: the next one says more.
      writing = writing.then(() => write(plainBytes)).catch(() => {})
    },
    done: () => writing,
  }
}

const sameTry = (attempt: Try) =>
  and(eq(releases.id, attempt.releaseId), eq(releases.state, "publishing"), eq(releases.progressAt, attempt.marker))

/**
 * Bytes are put in place under the release's row lock and only by the try that holds it: two tries can never leave the
 * one's bytes beside the other's manifest.
 */
async function finishTry(deps: PublishDeps, attempt: Try, result: PublisherResult): Promise<void> {
  const made = await describe(deps, attempt, result)
  await inTx(deps.db, "publish-finish", async (tx) => {
    const [mine] = await tx.select({ id: releases.id }).from(releases).where(sameTry(attempt)).for("update")
    if (!mine) {
      await deps.storage.discard(result.staged)
      throw new RemoteError("Another process has begun to publish this release.", true)
    }
    await deps.storage.commit(result.staged)
    await tx
      .update(releases)
      .set({ ...made, state: RELEASE_TRANSITIONS.finishPublish.to, publishedAt: deps.clock.now() })
      .where(eq(releases.id, attempt.releaseId))
    await tellPublisher(tx, attempt, { failure: null, at: deps.clock.now() })
  })
}

async function describe(deps: PublishDeps, attempt: Try, { hashes }: PublisherResult) {
  const { releaseId: rel, titleId: ttl, version: ver, encryption: enc, plan } = attempt
  const crypto = webCrypto(webcrypto.subtle as SubtleCrypto)
  const name = torrentName(attempt.slug, ver)
  const webSeed = `${deps.config.originUrl}/open/${rel}/${encodeURIComponent(name)}`
  const torrent = makeTorrent({
    name,
    sizeBytes: plan.sz,
    pieceBytes: plan.psz,
    sha1: hashes.sha1,
    ...(enc === "none" ? { webSeed, announce: `${deps.config.publicUrl}/announce` } : {}),
  })
  const tor = await crypto.sha256(torrent.bytes)
  const { sz, psz, n, parts } = plan
  const payload = {
    v: 1 as const,
    rel,
    ttl,
    ver,
    sz,
    psz,
    n,
    pieces: hashes.sha256,
    tor,
    ih: torrent.infoHash,
    enc,
    parts,
  }
  const manifest = await signManifest(payload, await deps.keys.signingKey("licence"))
  return {
    sizeBytes: sz,
    pieceBytes: psz,
    pieceCount: n,
    parts: parts.map((p) => ({ ...p, files: p.files.map((f) => ({ ...f })) })),
    manifest,
    manifestHash: toB64url(await manifestHash(crypto, manifest)),
    torrent: torrent.bytes,
    infoHash: torrent.infoHash,
  }
}

/** Says on the release why it stopped; a try that another has taken over says nothing. */
async function failTry(deps: PublishDeps, attempt: Try, error: unknown): Promise<void> {
  const again = !(error instanceof RemoteError) || error.retryable
  const why = error instanceof Error ? error.message : String(error)
  const failure = again ? `${why} It is tried again by itself.` : `${why} Upload it again as a new version.`
  await inTx(deps.db, "publish-fail", async (tx) => {
    const mine = await tx
      .update(releases)
      .set({ state: RELEASE_TRANSITIONS.fail.to, failure })
      .where(sameTry(attempt))
      .returning({ id: releases.id })
    // What is tried again by itself is no news yet.
    if (mine.length > 0 && !again) await tellPublisher(tx, attempt, { failure, at: deps.clock.now() })
  })
}
