/** The pictures' door as any program meets it: who may use it, from where, with what, how much at once, and whose pictures it gives. */
import { encode } from "next-auth/jwt"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { sessionSecret } from "#app/_server/auth-options.ts"
import { DELETE } from "#app/api/v1/media/[id]/route.ts"
import { GET, POST } from "#app/api/v1/media/route.ts"
import { pictures } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { findAccount } from "#lib/auth/queries.ts"
import { addToGallery, takeOffGallery } from "#lib/catalog/edit-gallery.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { MAX_PICTURE_BYTES } from "#lib/media/picture.ts"
import { type CatalogWorld, catalogWorld, makeTitle, makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { corners, pngClaiming } from "../support/pictures.ts"

/** What Next hands to a handler beside the request. */
const jar = vi.hoisted(() => new Map<string, string>())
vi.mock("server-only", () => ({}))
vi.mock("next/headers", () => ({
  cookies: async () => ({ getAll: () => [...jar].map(([name, value]) => ({ name, value })) }),
  headers: async () => new Headers(),
}))

const test = databaseForTests()
let world: CatalogWorld
let home: string

beforeEach(async () => {
  world = await catalogWorld(test.db)
  // Pictures ask for no PayPal and call no node back.
  globalThis.__fanfare = world.deps as unknown as Deps
  home = world.deps.config.publicUrl
  await signIn(world.actor)
})
afterEach(() => {
  jar.clear()
  globalThis.__fanfare = undefined
  return world.close()
})

async function signIn({ userId }: Actor): Promise<void> {
  const { epoch } = (await findAccount(test.db, userId))!
  const token = await encode({ token: { sub: userId, epoch }, secret: sessionSecret(world.deps.config) })
  jar.set("next-auth.session-token", token)
}

type Sent = { query?: string; origin?: string | null; body?: BodyInit; headers?: Record<string, string> }
const asked = (method: string, path: string, { origin = home, headers = {}, body }: Sent = {}) =>
  new Request(`${home}${path}`, {
    method,
    headers: { ...(origin === null ? {} : { origin }), ...headers },
    ...(body === undefined ? {} : { body, duplex: "half" }),
  })
const HERE = { params: Promise.resolve({}) }
const send = (body: BodyInit, { query = "purpose=page", ...more }: Sent = {}) =>
  POST(asked("POST", `/api/v1/media?${query}`, { ...more, body }), HERE)
const list = (query = "") => GET(asked("GET", `/api/v1/media?${query}`), HERE)
const remove = (id: string, sent: Sent = {}) =>
  DELETE(asked("DELETE", `/api/v1/media/${id}`, sent), { params: Promise.resolve({ id }) })

type Sources = { avif: string; webp: string; jpeg: string }
type Body = { id: Id<"picture">; alt: string; width: number; height: number; sources: Sources }
const made = async (answer: Response): Promise<Body> => {
  expect(answer.status).toBe(201)
  return answer.json()
}
/** What a refusal says, and that it is a problem document with an id and never kept. */
async function refused(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json")
  expect(answer.headers.get("cache-control")).toBe("no-store")
  const { status, field, detail, requestId } = (await answer.json()) as Record<string, string>
  expect(requestId).toBe(answer.headers.get("x-request-id"))
  expect(Number(status)).toBe(answer.status)
  return { status, field, detail }
}
const png = (width = 64, height = 48) => corners(width, height).png().toBuffer()
const kept = () => test.db.$count(pictures)

describe("who may come, and from where", () => {
  it("strangers are asked to sign in", async () => {
    jar.clear()
    for (const answer of [await send(await png()), await list(), await remove("pic_00000000000000000000000000")])
      expect(await refused(answer)).toMatchObject({ status: 401 })
    jar.set("next-auth.session-token", "ey.made.up")
    expect(await refused(await list())).toMatchObject({ status: 401 })
    expect(await kept()).toBe(0)
  })

  it("another origin's page can neither send nor remove with its reader's cookie", async () => {
    const mine = await made(await send(await png()))
    for (const origin of [null, "https://evil.example", `${home}.evil.example`, "null"]) {
      expect(await refused(await send(await png(80, 60), { origin }))).toMatchObject({ status: 403 })
      expect(await refused(await remove(mine.id, { origin }))).toMatchObject({ status: 403 })
    }
    expect(await kept()).toBe(1)
  })
})

describe("what is sent", () => {
  it("comes back as it is shown, and is the same picture the second time", async () => {
    const body = await png(400, 300)
    const query = `purpose=gallery&crop=0,0,0.75,1&alt=${encodeURIComponent(" Four  corners ")}`
    const first = await made(await send(body, { query }))
    expect(first).toMatchObject({ width: 300, height: 300, alt: "Four corners" })
    expect(first.sources).toEqual({
      avif: `/media/${first.id}/300.avif 300w`,
      webp: `/media/${first.id}/300.webp 300w`,
      jpeg: `/media/${first.id}/300.jpg`,
    })
    expect((await made(await send(body, { query }))).id).toBe(first.id)
    expect(await kept()).toBe(1)
  })

  it("may have 20 MB, by what it says of itself and by what really comes; then nothing more is read", async () => {
    const said = await send(await png(), { headers: { "content-length": String(MAX_PICTURE_BYTES + 1) } })
    expect(await refused(said)).toMatchObject({ status: 413 })
    const MIB = 1024 * 1024
    let read = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += MIB
        controller.enqueue(new Uint8Array(MIB))
      },
    })
    expect(await refused(await send(endless))).toMatchObject({ status: 413 })
    expect(read).toBeLessThanOrEqual(MAX_PICTURE_BYTES + 3 * MIB)
  })

  it.each([
    ["a drawing with script", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 422, /SVG/],
    ["a page", "<!doctype html><script>alert(1)</script>", 422, /PNG, JPEG, WebP or AVIF/],
    ["a GIF", "GIF89a\x01\x00\x01\x00", 422, /PNG, JPEG, WebP or AVIF/],
    ["nothing at all", "", 422, /PNG, JPEG, WebP or AVIF/],
    ["200 megapixels in a few kB", pngClaiming(20_000, 10_000), 413, /40 megapixels/],
    ["pixels that are not there", pngClaiming(3_000, 3_000), 400, /broken/],
  ])("%s is refused by its bytes, whatever type it claims", async (_, body, status, words) => {
    const answer = await refused(
      await send(Buffer.from(body as string, "latin1"), { headers: { "content-type": "image/png" } }),
    )
    expect(answer).toMatchObject({ status, field: "picture" })
    expect(answer.detail).toMatch(words)
    expect(await kept()).toBe(0)
  })

  it("two files in one are refused, and say so", async () => {
    const both = Buffer.concat([await png(), Buffer.from("<html><script>alert(1)</script>")])
    const answer = await refused(await send(both))
    expect(answer).toMatchObject({ status: 422, field: "picture" })
    expect(answer.detail).toContain("Another file hides")
  })

  it.each([
    ["", "purpose"],
    ["purpose=avatar", "purpose"],
    ["purpose=page&crop=1,2,3", "crop"],
    ["purpose=page&crop=0.6,0,0.5,1", "crop"],
    ["purpose=cover", "picture"],
    [`purpose=page&alt=${"x".repeat(301)}`, "alt"],
    [`purpose=page&alt=${"x".repeat(1_001)}`, "alt"],
    ["purpose=page&alt=%00", "alt"],
  ])("an address that asks for %o names %s", async (query, field) => {
    expect(await refused(await send(await png(), { query }))).toMatchObject({ field })
    expect(await kept()).toBe(0)
  })
})

describe("the list", () => {
  const page = async (query: string) => {
    const answer = await list(query)
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"])
    return (await answer.json()) as { pictures: (Body & { bytes: number; created_at: string })[]; next: string | null }
  }

  it("is walked through page by page, newest first, each picture once and no other's among them", async () => {
    const mine: string[] = []
    for (let i = 0; i < 5; i++) mine.unshift((await made(await send(await png(60 + i, 40)))).id)
    await signIn(await makeUser(test.db, "other@example.test"))
    await made(await send(await png()))
    await signIn(world.actor)
    const found: string[] = []
    let next: string | null = null
    do {
      const { pictures, next: following } = await page(`limit=2${next ? `&before=${next}` : ""}`)
      expect(pictures.length).toBeLessThanOrEqual(2)
      found.push(...pictures.map(({ id }) => id))
      next = following
    } while (next)
    expect(found.toSorted()).toEqual(mine.toSorted())
    const { pictures } = await page("")
    expect(pictures[0]).toMatchObject({ id: found[0], created_at: world.deps.clock.now().toISOString() })
    expect(pictures[0]!.bytes).toBeGreaterThan(100)
  })

  it.each(["limit=0", "limit=101", "limit=many", "before=1", "before=sit_00000000000000000000000000", "before="])(
    "does not understand %s",
    async (query) => {
      expect(await refused(await list(query))).toMatchObject({ status: 400, field: query.split("=")[0] })
    },
  )
})

describe("removing", () => {
  it("waits until nothing shows the picture, and is done once", async () => {
    const { id } = await made(await send(await png()))
    const title = await makeTitle(world)
    const shown = { actor: world.actor, title: title.slug, pictureId: id }
    await addToGallery(world.deps, { ...shown, alt: "" })
    const answer = await refused(await remove(id))
    expect(answer).toMatchObject({ status: 409 })
    expect(answer.detail).toContain("still shown")
    await takeOffGallery(world.deps, shown)
    expect((await remove(id)).status).toBe(204)
    expect(await refused(await remove(id))).toMatchObject({ status: 404 })
  })

  it("another's picture says no more than one that never was", async () => {
    const { id } = await made(await send(await png()))
    await signIn(await makeUser(test.db, "other@example.test"))
    const [theirs, never, wild] = [id, "pic_00000000000000000000000000", "../../etc/passwd"]
    const answers = await Promise.all([theirs, never, wild].map(async (id) => refused(await remove(id))))
    for (const answer of answers) expect(answer).toMatchObject({ status: 404, detail: "You have no such picture." })
    expect(await kept()).toBe(1)
  })
})
