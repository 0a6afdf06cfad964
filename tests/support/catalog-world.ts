/** A publisher with a data folder of its own, for tests: titles and releases are made by the use cases only. */
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Db } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { importUpload } from "#lib/catalog/accept-upload.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { createRelease } from "#lib/catalog/create-release.ts"
import { createTitle } from "#lib/catalog/create-title.ts"
import { folderStorage } from "#lib/catalog/folder-storage.ts"
import { releaseFolder } from "#lib/catalog/publish-release.ts"
import type { DemoTerms } from "#lib/catalog/title-state.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { testConfig } from "./config.ts"

export const WORLD_STARTS = new Date("2026-11-01T12:00:00Z")

/** A file's content, or a number: a sparse file of that many zero bytes. */
export type Content = Uint8Array | number
export type Contents = { trial?: Record<string, Content>; full: Record<string, Content> }

export type CatalogWorld = Awaited<ReturnType<typeof catalogWorld>>

/** Call `close` at the end: it removes the data folder. */
export async function catalogWorld(db: Db) {
  const dataDir = await mkdtemp(join(tmpdir(), "fanfare-test-"))
  const clock = fixedClock(WORLD_STARTS)
  const config = testConfig({ dataDir })
  const keys = await loadPlatformKeys(db, config.masterKey, clock)
  const deps = { db, clock, config, keys, storage: folderStorage(releaseFolder(dataDir)) }
  const actor = await makeUser(db, "publisher@example.test")
  await createPublisher(deps, { actor, name: "Lantern Works" })
  return { deps, actor, dataDir, close: () => rm(dataDir, { recursive: true, force: true }) }
}

export async function makeUser(db: Db, email: string): Promise<Actor> {
  const userId = newId("user", WORLD_STARTS)
  await db.insert(users).values({ id: userId, email, emailVerified: WORLD_STARTS, createdAt: WORLD_STARTS })
  return { userId, roles: [], email }
}

export async function makeTitle(
  world: CatalogWorld,
  slug = "lantern",
  demoTerms: DemoTerms = "none",
  priceCents = 3_000,
) {
  const words = { name: "Lantern", tagline: "", description: "A small game.", kind: "game" as const }
  const deal = { priceCents: cents(priceCents), demoTerms }
  return createTitle(world.deps, { actor: world.actor, slug, ...words, ...deal })
}

/** Announces a release and brings in every file from this machine. */
export async function uploadRelease(
  world: CatalogWorld,
  titleId: Id<"title">,
  contents: Contents,
  more: { version?: string; open?: boolean } = {},
): Promise<Id<"release">> {
  const { actor, deps } = world
  const parts = (["trial", "full"] as const).map((name) => ({
    name,
    files: Object.entries(contents[name] ?? {}).map(([path, c]) => ({ path, size: sizeOf(c) })),
  }))
  const { version = "1.0", open = false } = more
  const release = await createRelease(deps, { actor, titleId, version, parts, open })
  for (const file of release.files) {
    const fromPath = join(world.dataDir, "incoming")
    await writeContent(fromPath, contents[file.part]![file.path]!)
    await importUpload(deps, { actor, uploadId: file.uploadId, fromPath })
    await rm(fromPath)
  }
  return release.releaseId
}

const sizeOf = (content: Content): number => (typeof content === "number" ? content : content.length)

async function writeContent(path: string, content: Content): Promise<void> {
  await writeFile(path, typeof content === "number" ? "" : content)
  if (typeof content === "number") await truncate(path, content)
}
