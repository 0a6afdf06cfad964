/** A release on its way from files to the swarm: what comes out opens to the same bytes, whatever dies on the way. */
import { createHash, randomBytes } from "node:crypto"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import bencode from "bencode"
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { releases } from "#db/schema/catalog.ts"
import { outbox } from "#db/schema/platform.ts"
import { contentKeys } from "#lib/catalog/content-keys.ts"
import { createRelease } from "#lib/catalog/create-release.ts"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { currentRelease, findRelease, getReleaseForDelivery, listPublishedTitles } from "#lib/catalog/queries.ts"
import { requestPublish } from "#lib/catalog/request-publish.ts"
import { uploadPath } from "#lib/catalog/upload-store.ts"
import { withdrawRelease } from "#lib/catalog/withdraw-release.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { fromB64url } from "#peer/protocol/bytes.ts"
import { openPiece, pieceSpans } from "#peer/protocol/content.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { type Manifest, partOf, pieceBytes, pieceHash, verifyManifest } from "#peer/protocol/manifest.ts"
import { type CatalogWorld, catalogWorld, makeTitle, makeUser, uploadRelease } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { patiently } from "../support/patience.ts"

const test = databaseForTests()
const crypto = webCrypto()
let world: CatalogWorld

beforeEach(async () => {
  world = await catalogWorld(test.db)
})
afterEach(() => world.close())

const CONTENTS = {
  trial: { "trial/level.bin": randomBytes(300_000) },
  full: {
    "empty.txt": new Uint8Array(0),
    "data/one.bin": randomBytes(700_001),
    "data/two.bin": randomBytes(1),
    "data/three.bin": randomBytes(90_007),
  },
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest()
const storedBytes = (releaseId: string) => readFile(join(world.dataDir, "releases", `${releaseId}.ffr`))

async function published(
  contents = CONTENTS as Parameters<typeof uploadRelease>[2],
  more = {},
  slug = "lantern",
  price = 3_000,
) {
  const { titleId } = await makeTitle(world, slug, "none", price)
  const releaseId = await uploadRelease(world, titleId, contents, more)
  expect(await publishRelease(world.deps, { releaseId })).toBe("published")
  const release = await getReleaseForDelivery(test.db, releaseId)
  const { manifest } = await verifyManifest(crypto, release.manifest, {
    keys: await world.deps.keys.publicKeys(),
    obj: fromB64url(release.manifestHash, 32),
  })
  return { titleId, releaseId, release, manifest }
}

/** What a node does: piece by piece, hash first, then the part's key, then into the files. */
async function open(releaseId: Id<"release">, manifest: Manifest, stored: Uint8Array): Promise<Record<string, Buffer>> {
  const keys = await contentKeys(world.deps, releaseId)
  const files: Record<string, Buffer> = {}
  for (const part of manifest.parts) for (const f of part.files) files[f.path] = Buffer.alloc(f.size)
  for (let index = 0; index < manifest.n; index++) {
    const sealed = stored.subarray(index * manifest.psz, index * manifest.psz + pieceBytes(manifest, index))
    expect(sha256(sealed).equals(Buffer.from(pieceHash(manifest, index)))).toBe(true)
    const key = keys[partOf(manifest, index).name]!
    const plain = await openPiece(crypto, key, { releaseId, index, count: manifest.n }, sealed)
    for (const s of pieceSpans(manifest, index))
      files[s.path]!.set(plain.subarray(s.pieceOffset, s.pieceOffset + s.length), s.fileOffset)
  }
  return files
}

describe("a published release", () => {
  it("opens to the bytes that were uploaded, file by file, and its uploads are gone", async () => {
    const { releaseId, manifest, release } = await published()
    const stored = await storedBytes(releaseId)
    expect(stored.length).toBe(release.sizeBytes)
    expect(release.pieceCount).toBe(6)
    const files = await open(releaseId, manifest, stored)
    for (const [path, bytes] of Object.entries({ ...CONTENTS.trial, ...CONTENTS.full }))
      expect(files[path]!.equals(Buffer.from(bytes)), path).toBe(true)
    expect(await readdir(join(world.dataDir, "uploads"))).toEqual([])
  })

  it("shows nothing of the plaintext, and no piece opens after a changed byte, elsewhere or under the other key", async () => {
    const { releaseId, manifest } = await published()
    const stored = await storedBytes(releaseId)
    expect(stored.indexOf(CONTENTS.full["data/one.bin"].subarray(0, 64))).toBe(-1)
    const keys = await contentKeys(world.deps, releaseId)
    const sealed = new Uint8Array(stored.subarray(0, manifest.psz))
    const at = { releaseId, index: 0, count: manifest.n }
    await expect(openPiece(crypto, keys.full!, at, sealed)).rejects.toMatchObject({ code: "bad_ciphertext" })
    await expect(openPiece(crypto, keys.trial!, { ...at, index: 1 }, sealed)).rejects.toMatchObject({
      code: "bad_ciphertext",
    })
    sealed[1_000]! ^= 1
    await expect(openPiece(crypto, keys.trial!, at, sealed)).rejects.toMatchObject({ code: "bad_ciphertext" })
  })

  it("has a private torrent whose hashes are those of the stored bytes", async () => {
    const { releaseId, manifest, release } = await published()
    const stored = await storedBytes(releaseId)
    const torrent = bencode.decode(release.torrent) as { info: Record<string, Uint8Array | number>; announce?: unknown }
    expect(Buffer.from(torrent.info.name as Uint8Array).toString()).toBe("lantern-1.0.ffr")
    expect(torrent.info).toMatchObject({ length: stored.length, "piece length": manifest.psz, private: 1 })
    const pieces = Array.from({ length: manifest.n }, (_, i) =>
      createHash("sha1")
        .update(stored.subarray(i * manifest.psz, (i + 1) * manifest.psz))
        .digest(),
    )
    expect(Buffer.from(torrent.info.pieces as Uint8Array).equals(Buffer.concat(pieces))).toBe(true)
    const info = release.torrent.subarray(6, release.torrent.length - 1)
    expect(Buffer.from(release.torrent.subarray(0, 6)).toString()).toBe("d4:inf")
    expect(createHash("sha1").update(info.subarray(1)).digest("hex")).toBe(manifest.ih)
    expect(sha256(release.torrent).equals(Buffer.from(manifest.tor))).toBe(true)
  })

  it("keeps its content keys wrapped", async () => {
    const { releaseId } = await published()
    const keys = await contentKeys(world.deps, releaseId)
    const rows = await test.db.query.contentKeys.findMany()
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(Buffer.from(row.wrappedKey).includes(Buffer.from(keys[row.part]!))).toBe(false)
  })

  it("open: is its plaintext, one part, with a public torrent that names the tracker, and its web seed by the release's id", async () => {
    const { releaseId, manifest, release } = await published({ full: CONTENTS.full }, { open: true }, "free-song", 0)
    expect(manifest.enc).toBe("none")
    const plain = Buffer.concat(Object.values(CONTENTS.full))
    expect((await storedBytes(releaseId)).equals(plain)).toBe(true)
    type Torrent = { announce: Uint8Array; info: Record<string, unknown>; "url-list": Uint8Array[] }
    const torrent = bencode.decode(release.torrent) as Torrent
    expect(Buffer.from(torrent.announce).toString()).toBe(`${world.deps.config.publicUrl}/announce`)
    expect(torrent.info.private).toBeUndefined()
    expect(Buffer.from(torrent["url-list"][0]!).toString()).toBe(
      `${world.deps.config.originUrl}/open/${releaseId}/free-song-1.0.ffr`,
    )
  })
})

describe("the way there", () => {
  it("a release that is published again is skipped, and asking for it twice is one piece of work", async () => {
    const { titleId } = await makeTitle(world)
    const releaseId = await uploadRelease(world, titleId, CONTENTS)
    await requestPublish(world.deps, { actor: world.actor, releaseId })
    await requestPublish(world.deps, { actor: world.actor, releaseId })
    expect(await test.db.select().from(outbox)).toHaveLength(1)
    expect(await publishRelease(world.deps, { releaseId })).toBe("published")
    const before = await storedBytes(releaseId)
    expect(await publishRelease(world.deps, { releaseId })).toBe("skipped")
    expect((await storedBytes(releaseId)).equals(before)).toBe(true)
  })

  it("kill -9 of the child: the release says so, nothing half-written stays, and the next try has fresh keys", async () => {
    const { titleId } = await makeTitle(world)
    const releaseId = await uploadRelease(world, titleId, { full: { "big.bin": 192 * 1024 * 1024 } })
    const folder = join(world.dataDir, "releases")
    const killWhenWriting = async (pid: number) => {
      for (;;) {
        const [name] = await readdir(folder).catch(() => [])
        if (name && (await stat(join(folder, name))).size > 8e6) break
        await sleep(2)
      }
      process.kill(pid, "SIGKILL")
    }
    const first = publishRelease(world.deps, { releaseId, onStart: (pid) => void killWhenWriting(pid) })
    await expect(first).rejects.toMatchObject({ retryable: true })
    const died = await findRelease(test.db, releaseId)
    expect(died).toMatchObject({ state: "failed", manifestHash: null })
    expect(died?.failure).toContain("SIGKILL")
    const keysBefore = await contentKeys(world.deps, releaseId)
    expect(await publishRelease(world.deps, { releaseId })).toBe("published")
    const keysAfter = await contentKeys(world.deps, releaseId)
    expect(Buffer.from(keysAfter.full!).equals(Buffer.from(keysBefore.full!))).toBe(false)
    expect(await readdir(folder)).toEqual([`${releaseId}.ffr`])
  })

  it("a try that lost its process is taken over once it has been silent; one that speaks is left alone", async () => {
    const { titleId } = await makeTitle(world)
    const releaseId = await uploadRelease(world, titleId, CONTENTS)
    const speak = () =>
      test.db.update(releases).set({ state: "publishing", progressAt: new Date() }).where(eq(releases.id, releaseId))
    await speak()
    const leaseMs = patiently(1_000)
    let isSpeaking = true
    const spoken = (async () => {
      for (; isSpeaking; await sleep(100)) await speak()
    })()
    await expect(publishRelease(world.deps, { releaseId, leaseMs })).rejects.toMatchObject({ retryable: true })
    isSpeaking = false
    // Its last word must be out: one that came later would be a sign of life.
    await spoken
    await speak()
    const spokeAt = Date.now()
    expect(await publishRelease(world.deps, { releaseId, leaseMs })).toBe("published")
    expect(Date.now() - spokeAt).toBeGreaterThan(leaseMs)
  })

  it("a try that was taken over puts nothing in place", async () => {
    const { titleId } = await makeTitle(world)
    const releaseId = await uploadRelease(world, titleId, CONTENTS)
    const { runPublisher } = await import("#lib/catalog/run-publisher.ts")
    const overtaken = publishRelease(world.deps, { releaseId }, async (job, options) => {
      const result = await runPublisher(job, options)
      await test.db
        .update(releases)
        .set({ progressAt: new Date(0) })
        .where(eq(releases.id, releaseId))
      return result
    })
    await expect(overtaken).rejects.toMatchObject({ retryable: true })
    expect(await readdir(join(world.dataDir, "releases"))).toEqual([])
    expect(await findRelease(test.db, releaseId)).toMatchObject({ state: "publishing", manifestHash: null })
  })

  it("a file that lost its bytes fails for good, and says so", async () => {
    const { titleId } = await makeTitle(world)
    const releaseId = await uploadRelease(world, titleId, CONTENTS)
    const [file] = await test.db.query.releaseFiles.findMany({ where: (f, { eq }) => eq(f.path, "data/one.bin") })
    await (await import("node:fs/promises")).truncate(uploadPath(world.dataDir, file!.id), 100)
    expect(await publishRelease(world.deps, { releaseId })).toBe("failed")
    expect((await findRelease(test.db, releaseId))?.failure).toContain("shorter than announced")
  })

  it("a new release becomes the current one; withdrawing it brings back the one before", async () => {
    const { titleId, releaseId } = await published()
    expect(await listPublishedTitles(test.db)).toEqual([])
    await publishTitle(world.deps, { actor: world.actor, titleId })
    expect((await listPublishedTitles(test.db)).map((t) => t.slug)).toEqual(["lantern"])
    world.deps.clock.advance(1_000)
    const next = await uploadRelease(world, titleId, CONTENTS, { version: "1.1" })
    expect((await currentRelease(test.db, titleId))?.id).toBe(releaseId)
    await publishRelease(world.deps, { releaseId: next })
    expect((await currentRelease(test.db, titleId))?.version).toBe("1.1")
    await withdrawRelease(world.deps, { actor: world.actor, releaseId: next })
    expect((await currentRelease(test.db, titleId))?.version).toBe("1.0")
  })
})

describe("refusals", () => {
  it("a title without a release cannot be offered, nor one whose release is not whole", async () => {
    const { titleId } = await makeTitle(world)
    await expect(publishTitle(world.deps, { actor: world.actor, titleId })).rejects.toMatchObject({ code: "conflict" })
    const parts = [{ name: "full" as const, files: [{ path: "a", size: 5 }] }]
    const { releaseId } = await createRelease(world.deps, { actor: world.actor, titleId, version: "1", parts })
    await expect(requestPublish(world.deps, { actor: world.actor, releaseId })).rejects.toMatchObject({
      code: "conflict",
    })
    expect(await publishRelease(world.deps, { releaseId })).toBe("skipped")
  })

  it("the same announcement goes on, another list under the same version does not, a stranger finds nothing", async () => {
    const { titleId } = await makeTitle(world)
    const announce = (size: number, actor = world.actor) =>
      createRelease(world.deps, {
        actor,
        titleId,
        version: "1",
        parts: [{ name: "full", files: [{ path: "a", size }] }],
      })
    const first = await announce(5)
    expect(first.isNew).toBe(true)
    expect(await announce(5)).toEqual({ ...first, isNew: false })
    await expect(announce(6)).rejects.toMatchObject({ code: "already_exists", field: "version" })
    const stranger = await makeUser(test.db, "stranger@example.test")
    await expect(announce(5, stranger)).rejects.toMatchObject({ code: "not_found" })
    await expect(withdrawRelease(world.deps, { actor: stranger, releaseId: first.releaseId })).rejects.toMatchObject({
      code: "not_found",
    })
  })

  it("only a free title can be open, and a taken slug says so", async () => {
    const { titleId } = await makeTitle(world)
    await expect(uploadRelease(world, titleId, { full: CONTENTS.full }, { open: true })).rejects.toMatchObject({
      code: "unsupported",
    })
    await expect(makeTitle(world)).rejects.toMatchObject({ code: "already_exists", field: "slug" })
  })
})
