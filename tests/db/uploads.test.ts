/** Uploads over real HTTP with the tus client: resumed after a restart, and nobody's but their publisher's. */
import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import * as tus from "tus-js-client"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { revokeKey } from "#lib/api/revoke-key.ts"
import { acceptArrived } from "#lib/catalog/accept-upload.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { createRelease } from "#lib/catalog/create-release.ts"
import { createPublishKey } from "#lib/catalog/publish-key.ts"
import { findRelease } from "#lib/catalog/queries.ts"
import { uploadPath } from "#lib/catalog/upload-store.ts"
import { makeUploadToken } from "#lib/catalog/upload-token.ts"
import { handleUpload, UPLOADS_PATH } from "#server/uploads.ts"
import { type CatalogWorld, catalogWorld, makeTitle, makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
const BYTES = randomBytes(3_000_017)
let world: CatalogWorld
let server: Server
let origin: string
let upload: { id: string; url: string; releaseId: Awaited<ReturnType<typeof createRelease>>["releaseId"] }
let token: string

async function start(port = 0): Promise<void> {
  // A process of its own would have deps of its own: nothing may be remembered between two.
  const deps = { ...world.deps }
  server = createServer((req, res) => void handleUpload(req, res, deps))
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function stop(): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}

beforeEach(async () => {
  world = await catalogWorld(test.db)
  await start()
  const { titleId } = await makeTitle(world)
  const parts = [{ name: "full" as const, files: [{ path: "game.bin", size: BYTES.length }] }]
  const release = await createRelease(world.deps, { actor: world.actor, titleId, version: "1.0", parts })
  const id = release.files[0]!.uploadId
  upload = { id, url: `${origin}${UPLOADS_PATH}/${id}`, releaseId: release.releaseId }
  token = await makeUploadToken(world.deps.keys, world.actor.userId)
})
afterEach(async () => {
  await stop()
  await world.close()
})

const TUS = { "tus-resumable": "1.0.0" }
const metadata = (id: string) => `upload_id ${Buffer.from(id).toString("base64")}`

function ask(
  method: string,
  headers: Record<string, string>,
  body?: Uint8Array,
  bearer: string | null = token,
  id = upload.id,
) {
  const path = method === "POST" ? UPLOADS_PATH : `${UPLOADS_PATH}/${id}`
  const auth = bearer === null ? {} : { authorization: `Bearer ${bearer}` }
  const init = { method, headers: { ...TUS, ...auth, ...headers } }
  return fetch(origin + path, body ? { ...init, body: Buffer.from(body) } : init)
}
const create = (bearer: string | null = token, size = BYTES.length, id = upload.id) =>
  ask("POST", { "upload-length": String(size), "upload-metadata": metadata(id) }, undefined, bearer)
const patch = (offset: number, bytes: Uint8Array, bearer: string | null = token) =>
  ask("PATCH", { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" }, bytes, bearer)

/** The tus client as the page and the command line use it; `stopAfter` bytes it is cut off. */
function send(stopAfter = Number.POSITIVE_INFINITY): Promise<"done" | "stopped"> {
  return new Promise((resolve, reject) => {
    const running = new tus.Upload(BYTES as never, {
      endpoint: origin + UPLOADS_PATH,
      uploadUrl: upload.url,
      chunkSize: 500_000,
      retryDelays: null,
      headers: { authorization: `Bearer ${token}` },
      metadata: { upload_id: upload.id },
      onError: reject,
      onSuccess: () => resolve("done"),
      onChunkComplete: (_size, accepted) => {
        if (accepted >= stopAfter) void running.abort().then(() => resolve("stopped"))
      },
    })
    running.start()
  })
}

describe("an upload", () => {
  it("stops half way, survives a restart of the server, goes on where it was, and completes the release", async () => {
    expect(await send(1_000_000)).toBe("stopped")
    await stop()
    await start(Number(new URL(origin).port))
    const head = await ask("HEAD", {})
    const offset = Number(head.headers.get("upload-offset"))
    expect(offset).toBeGreaterThanOrEqual(1_000_000)
    expect(offset).toBeLessThan(BYTES.length)
    expect((await findRelease(test.db, upload.releaseId))?.state).toBe("uploading")
    expect(await send()).toBe("done")
    expect((await readFile(uploadPath(world.dataDir, upload.id as never))).equals(BYTES)).toBe(true)
    expect(await findRelease(test.db, upload.releaseId)).toMatchObject({ state: "uploaded", receivedCount: 1 })
  })

  it("whose last answer was lost is accepted when asked", async () => {
    await create()
    const { uploadFolder } = await import("#lib/catalog/upload-store.ts")
    await (await import("node:fs/promises")).writeFile(`${uploadFolder(world.dataDir)}/${upload.id}`, BYTES)
    expect((await findRelease(test.db, upload.releaseId))?.state).toBe("uploading")
    const asked = { actor: world.actor, releaseId: upload.releaseId }
    expect(await acceptArrived(world.deps, asked)).toEqual({ missing: 0 })
    expect((await findRelease(test.db, upload.releaseId))?.state).toBe("uploaded")
  })

  it("that has begun is never emptied by a second beginning", async () => {
    await create()
    await patch(0, BYTES.subarray(0, 1_000))
    expect((await create()).status).toBe(409)
    expect((await ask("HEAD", {})).headers.get("upload-offset")).toBe("1000")
  })

  it("takes no byte at a wrong place, none beyond its size, no chunk above 64 MiB, and is not read back or deleted", async () => {
    await create()
    expect((await patch(5, BYTES.subarray(0, 10))).status).toBe(409)
    expect((await patch(0, Buffer.concat([BYTES, BYTES]))).status).toBe(413)
    expect((await patch(0, Buffer.alloc(64 * 1024 * 1024 + 1))).status).toBe(413)
    expect((await ask("GET", {})).status).toBe(405)
    expect((await ask("DELETE", {})).status).toBe(405)
    expect((await findRelease(test.db, upload.releaseId))?.receivedCount).toBe(0)
  })

  it("must be announced, with its size", async () => {
    expect((await create(token, 5)).status).toBe(409)
    expect((await create(token, BYTES.length, "upl_00000000000000000000000000")).status).toBe(404)
    expect((await create(token, BYTES.length, "../../etc/passwd")).status).toBe(400)
  })
})

describe("signing in to upload", () => {
  it("a publish key will do; removed, a stranger's, expired or invented it will not", async () => {
    const { key } = await createPublishKey(world.deps, { actor: world.actor, name: "build server" })
    expect((await create(key)).status).toBe(201)
    const [row] = await test.db.query.apiKeys.findMany()
    expect(JSON.stringify(row)).not.toContain(key.slice(4))
    await revokeKey(world.deps, { actor: world.actor, keyId: row!.id })
    const stranger = await makeUser(test.db, "stranger@example.test")
    await createPublisher(world.deps, { actor: stranger, name: "Stranger" })
    const strangers = await makeUploadToken(world.deps.keys, stranger.userId)
    const expired = await makeUploadToken(world.deps.keys, world.actor.userId, new Date(Date.now() - 13 * 3_600_000))
    const invented = `${token.slice(0, -3)}AAA`
    const statuses = []
    for (const bearer of [null, key, expired, invented, strangers])
      statuses.push((await patch(0, BYTES, bearer)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 404])
  })
})
