/** Pictures from outside: what is taken, what is refused and why, what is left of them, and whose they are. */
import { readdir, readFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { eq, sql } from "drizzle-orm"
import sharp from "sharp"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { pictures } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { addToGallery, describeInGallery, moveInGallery, takeOffGallery } from "#lib/catalog/edit-gallery.ts"
import { galleryOf } from "#lib/catalog/gallery.ts"
import { moveOldCovers } from "#lib/catalog/move-old-covers.ts"
import { findTitle } from "#lib/catalog/queries.ts"
import { putCover, setCover } from "#lib/catalog/set-cover.ts"
import type { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { type AcceptPicture, acceptPicture } from "#lib/media/accept-picture.ts"
import { notePictureUses } from "#lib/media/note-picture-uses.ts"
import type { PictureFormat } from "#lib/media/picture.ts"
import { isPictureStored, picturePath } from "#lib/media/picture-folder.ts"
import { findPictureFiles, listPicturesOf } from "#lib/media/queries.ts"
import { removePicture } from "#lib/media/remove-picture.ts"
import { sweepPictures } from "#lib/media/sweep-pictures.ts"
import { createMediaPath } from "#server/media-path.ts"
import { type CatalogWorld, catalogWorld, makeTitle, makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { corners, pngClaiming, pngWithText } from "../support/pictures.ts"

const test = databaseForTests()
let world: CatalogWorld
let actor: Actor

beforeEach(async () => {
  world = await catalogWorld(test.db)
  actor = world.actor
})
afterEach(() => world.close())

const accept = (bytes: Uint8Array, more: Partial<AcceptPicture> = {}) =>
  acceptPicture(world.deps, { actor, bytes, purpose: "page", ...more })

const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail("it was accepted"),
    (error: AppError) => error,
  )

async function fileOf(id: Parameters<typeof findPictureFiles>[1], width: number, format: PictureFormat) {
  const found = await findPictureFiles(test.db, id)
  return readFile(picturePath(world.dataDir, found!.sha256, width, format))
}

/** The colour at a place of a picture, in steps of 100, so that compression does not matter. */
async function colourAt(bytes: Uint8Array, left: number, top: number): Promise<number[]> {
  const pixel = await sharp(bytes).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer()
  return [...pixel].map((value) => Math.round(value / 100))
}
const [RED, GREEN, BLUE] = [
  [2, 0, 0],
  [0, 2, 0],
  [0, 0, 2],
]

describe("a picture that is taken", () => {
  it("is kept in every width up to its own, as AVIF, WebP and once as JPEG, with a colour to stand in for it", async () => {
    const picture = await accept(await corners(1_000, 750).png().toBuffer())
    expect(picture).toMatchObject({ width: 1_000, height: 750, widths: [320, 640, 1_000], alt: "" })
    expect(picture.colour).toMatch(/^#[0-9a-f]{6}$/)
    const found = await findPictureFiles(test.db, picture.id)
    const names = await readdir(join(picturePath(world.dataDir, found!.sha256, 320, "avif"), ".."))
    expect(names.sort()).toEqual(
      ["1000.avif", "1000.jpg", "1000.webp", "320.avif", "320.webp", "640.avif", "640.webp"].sort(),
    )
    for (const [width, format] of [
      [320, "avif"],
      [640, "webp"],
      [1_000, "jpg"],
    ] as const) {
      const bytes = await fileOf(picture.id, width, format)
      expect((await sharp(bytes).metadata()).width).toBe(width)
      expect(await colourAt(bytes, 5, 5)).toEqual(RED)
    }
  })

  it.each(["png", "jpeg", "webp", "avif"] as const)("may be %s", async (format) => {
    const picture = await accept(await corners(64, 48).toFormat(format).toBuffer())
    expect(picture).toMatchObject({ width: 64, height: 48 })
  })

  it("carries none of its metadata: no place, no camera, no comment", async () => {
    const place = { IFD3: { GPSLatitudeRef: "N", GPSLatitude: "54/1 19/1 0/1" } }
    const photo = await corners()
      .withExif({ IFD0: { Make: "Lanternmaker", Artist: "Somebody Real" }, ...place })
      .jpeg()
      .toBuffer()
    expect((await sharp(photo).metadata()).exif?.includes("Lanternmaker")).toBe(true)
    const picture = await accept(photo)
    for (const format of ["avif", "webp", "jpg"] as const) {
      const bytes = await fileOf(picture.id, 400, format)
      const { exif, xmp, iptc, icc } = await sharp(bytes).metadata()
      expect([exif, xmp, iptc, icc]).toEqual([undefined, undefined, undefined, undefined])
      for (const secret of ["Lanternmaker", "Somebody Real", "Exif"]) expect(bytes.includes(secret)).toBe(false)
    }
  })

  it("stands upright, and is cut in that position", async () => {
    // Orientation 6: stored lying on its left side; shown after a quarter turn to the right.
    const lying = await corners(400, 300).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const whole = await accept(lying)
    expect(whole).toMatchObject({ width: 300, height: 400 })
    const upright = await fileOf(whole.id, 300, "webp")
    expect(await colourAt(upright, 5, 5)).toEqual(BLUE)
    expect(await colourAt(upright, 295, 5)).toEqual(RED)
    const cut = await accept(lying, { crop: { x: 0.5, y: 0.5, width: 0.5, height: 0.5 } })
    expect(cut).toMatchObject({ width: 150, height: 200 })
    expect(await colourAt(await fileOf(cut.id, 150, "webp"), 75, 100)).toEqual(GREEN)
  })

  it("keeps what shines through, and is laid on white where JPEG cannot", async () => {
    const glass = { width: 60, height: 40, channels: 4 as const, background: { r: 255, g: 0, b: 0, alpha: 0 } }
    const picture = await accept(await sharp({ create: glass }).png().toBuffer())
    expect((await sharp(await fileOf(picture.id, 60, "webp")).metadata()).hasAlpha).toBe(true)
    expect(await colourAt(await fileOf(picture.id, 60, "jpg"), 5, 5)).toEqual([3, 3, 3])
  })

  it("is one picture however often it comes, and another with another crop or owner", async () => {
    const bytes = await corners().png().toBuffer()
    const [first, again] = [await accept(bytes), await accept(bytes, { alt: "Four corners" })]
    const both = await Promise.all([accept(bytes), accept(bytes)])
    expect(new Set([first.id, again.id, ...both.map((p) => p.id)]).size).toBe(1)
    expect(both[0]!.alt).toBe("Four corners")
    await accept(bytes, { crop: { x: 0, y: 0, width: 0.5, height: 1 } })
    const other = await makeUser(test.db, "other@example.test")
    await accept(bytes, { actor: other })
    expect(await test.db.$count(pictures)).toBe(3)
  })

  it("from a phone with a second picture behind its end loses that", async () => {
    const photo = await corners().jpeg().toBuffer()
    const preview = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#123456" } })
      .jpeg()
      .toBuffer()
    const picture = await accept(Buffer.concat([photo, preview, Buffer.from("<script>")]))
    expect((await fileOf(picture.id, 400, "jpg")).includes("<script>")).toBe(false)
  })
})

describe("a file that is refused", () => {
  it.each([
    ["an SVG with script", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", /SVG .* script/],
    ["an SVG behind an XML head", "<?xml version='1.0'?>\n<!-- \x89PNG -->\n<svg/>", /SVG/],
    ["a page", "<!doctype html><title>x</title>", /PNG, JPEG, WebP or AVIF/],
    ["a GIF", "GIF89a\x01\x00\x01\x00", /PNG, JPEG, WebP or AVIF/],
    ["a HEIC photograph", "\0\0\0\x18ftypheic\0\0\0\0mif1", /HEIC/],
    ["nothing", "", /PNG, JPEG, WebP or AVIF/],
  ])("as %s says so", async (_, text, words) => {
    const error = await refusal(accept(Buffer.from(text, "latin1")))
    expect([error.code, error.field]).toEqual(["unsupported", "picture"])
    expect(error.detail).toMatch(words)
  })

  it("for its 200 megapixels, costs neither memory nor time", async () => {
    const bomb = pngClaiming(20_000, 10_000, 20_000_000)
    const [memory, started] = [process.memoryUsage().rss, performance.now()]
    const error = await refusal(accept(bomb))
    expect([error.code, error.field]).toEqual(["too_large", "picture"])
    expect(error.detail).toContain("40 megapixels")
    expect(performance.now() - started).toBeLessThan(200)
    expect(process.memoryUsage().rss - memory).toBeLessThan(30_000_000)
  })

  it("for its bytes, its side or its shape says which", async () => {
    expect((await refusal(accept(new Uint8Array(20 * 1024 * 1024 + 1)))).detail).toContain("20 MB")
    expect((await refusal(accept(pngClaiming(15_000, 100)))).code).toBe("too_large")
    expect((await refusal(accept(pngClaiming(9_000, 1_000)))).detail).toContain("eight times")
  })

  it.each([
    ["a page behind a PNG", "png", "<html><script>alert(1)</script>"],
    ["an archive behind a PNG", "png", "PK\x03\x04 payload"],
    ["an archive behind a JPEG", "jpeg", "PK\x03\x04 payload"],
    ["a script behind a WebP", "webp", "*/=1;alert(1)//"],
    ["an archive behind an AVIF", "avif", "PK\x03\x04 payload"],
  ] as const)("as two files in one (%s) says so", async (_, format, tail) => {
    const picture = await corners(64, 48).toFormat(format).toBuffer()
    const error = await refusal(accept(Buffer.concat([picture, Buffer.from(tail, "latin1")])))
    expect([error.code, error.field]).toEqual(["unsupported", "picture"])
    expect(error.detail).toContain("Another file hides")
  })

  it("because it is cut off says so, and leaves nothing behind", async () => {
    for (const format of ["png", "jpeg", "webp", "avif"] as const) {
      const whole = await corners(300, 200).toFormat(format).toBuffer()
      const error = await refusal(accept(whole.subarray(0, Math.floor(whole.length * 0.7))))
      expect(error.code).toMatch(/invalid_input|unsupported/)
    }
    const broken = await corners(300, 200).png().toBuffer()
    broken.fill(0x55, 60, 90)
    expect((await refusal(accept(broken))).detail).toContain("broken")
    expect((await refusal(accept(pngClaiming(5_000, 5_000)))).detail).toContain("broken")
    expect(await test.db.$count(pictures)).toBe(0)
    expect(await readdir(join(world.dataDir, "media")).catch(() => [])).toEqual([])
  })

  it("because its AVIF says a smaller size than it decodes to is not decoded", async () => {
    const lying = Buffer.from(await corners(2_000, 1_500).avif({ effort: 0 }).toBuffer())
    const at = lying.indexOf("ispe")
    lying.writeUInt32BE(200, at + 8)
    lying.writeUInt32BE(150, at + 12)
    expect((await refusal(accept(lying))).detail).toContain("broken")
  })

  it("for a crop outside of it, or one too small for its purpose, names the crop", async () => {
    const bytes = await corners().png().toBuffer()
    const crops = [
      { x: 0.6, y: 0, width: 0.5, height: 1 },
      { x: Number.NaN, y: 0, width: 1, height: 1 },
      { x: 0, y: 0, width: 0, height: 1 },
    ]
    for (const crop of crops) expect(await refusal(accept(bytes, { crop }))).toMatchObject({ field: "crop" })
    const crop = { x: 0, y: 0, width: 0.3, height: 0.3 }
    expect(await refusal(accept(bytes, { crop, purpose: "cover" }))).toMatchObject({ field: "crop" })
    expect(await refusal(accept(bytes, { alt: "x".repeat(301) }))).toMatchObject({ field: "alt" })
  })

  it("because 500 are there says what to do, also when ten come at once", async () => {
    const bytes = await corners(64, 48).png().toBuffer()
    const first = await accept(bytes)
    await test.db.execute(sql`insert into picture (id, owner_id, sha256, purpose, width, height, colour, widths, bytes, created_at)
      select 'pic_' || n, owner_id, n::text, purpose, width, height, colour, widths, bytes, created_at
      from picture, generate_series(1, 498) n`)
    const cut = (i: number) => accept(bytes, { crop: { x: 0, y: 0, width: 1, height: 1 - i / 100 } })
    const outcomes = await Promise.allSettled([cut(1), cut(2), cut(3)])
    expect(outcomes.filter((o) => o.status === "fulfilled")).toHaveLength(1)
    expect(await test.db.$count(pictures)).toBe(500)
    const error = await refusal(cut(4))
    expect(error.code).toBe("too_many")
    expect(error.detail).toContain("remove one")
    expect((await accept(bytes)).id).toBe(first.id)
  })
})

it("HTML inside a valid picture does not come out of it", async () => {
  const png = pngWithText(await corners(64, 48).png().toBuffer(), "<script>alert(document.cookie)</script>")
  const picture = await accept(png)
  for (const format of ["avif", "webp", "jpg"] as const)
    expect((await fileOf(picture.id, 64, format)).includes("script")).toBe(false)
})

describe("whose they are", () => {
  it("others can neither remove, show nor list them", async () => {
    const other = await makeUser(test.db, "other@example.test")
    const theirs = await accept(await corners().png().toBuffer(), { actor: other })
    const title = await makeTitle(world)
    expect((await refusal(removePicture(world.deps, { actor, id: theirs.id }))).code).toBe("not_found")
    const mine = { actor, title: title.slug, pictureId: theirs.id }
    expect((await refusal(putCover(world.deps, mine))).code).toBe("not_found")
    expect((await refusal(addToGallery(world.deps, { ...mine, alt: "" }))).code).toBe("not_found")
    const stranger = { actor: other, title: title.slug, pictureId: theirs.id }
    expect((await refusal(putCover(world.deps, stranger))).code).toBe("not_found")
    expect((await refusal(addToGallery(world.deps, { ...stranger, alt: "" }))).code).toBe("not_found")
    expect(await listPicturesOf(test.db, actor.userId, { before: null, limit: 10 })).toEqual([])
    expect(await listPicturesOf(test.db, other.userId, { before: null, limit: 10 })).toHaveLength(1)
    expect(await test.db.$count(pictures)).toBe(1)
  })

  it("one that is shown cannot be removed; afterwards it goes, and its files with the next sweep", async () => {
    const picture = await accept(await corners().png().toBuffer())
    const title = await makeTitle(world)
    const remove = () => removePicture(world.deps, { actor, id: picture.id })
    const shown = { actor, title: title.slug, pictureId: picture.id }
    await addToGallery(world.deps, { ...shown, alt: "" })
    expect((await refusal(remove())).code).toBe("conflict")
    await takeOffGallery(world.deps, shown)
    const use = (ids: (typeof picture.id)[]) =>
      test.db.transaction((tx) => notePictureUses(tx, { actor, usedBy: "page:sit_1", ids }))
    await use([picture.id])
    expect((await refusal(remove())).code).toBe("conflict")
    await use([])
    const { sha256 } = (await findPictureFiles(test.db, picture.id))!
    await remove()
    const sweep = (days: number) => sweepPictures(world.deps, new Date(Date.now() + days * DAY_MS))
    expect(await sweep(0.5)).toEqual({ removed: 0 })
    expect(await sweep(2)).toEqual({ removed: 1 })
    expect(await isPictureStored(world.dataDir, sha256)).toBe(false)
  })

  it("a sweep leaves what a picture still needs, and what two owners share", async () => {
    const bytes = await corners().png().toBuffer()
    const other = await makeUser(test.db, "other@example.test")
    const [mine, theirs] = [await accept(bytes), await accept(bytes, { actor: other })]
    await removePicture(world.deps, { actor, id: mine.id })
    expect(await sweepPictures(world.deps, new Date(Date.now() + 2 * DAY_MS))).toEqual({ removed: 0 })
    expect((await fileOf(theirs.id, 320, "avif")).length).toBeGreaterThan(100)
  })
})

describe("a title", () => {
  it("shows its cover, and takes another in its place", async () => {
    const { titleId } = await makeTitle(world)
    const first = await setCover(world.deps, { actor, title: titleId, bytes: await corners().png().toBuffer() })
    expect(await findTitle(test.db, titleId)).toMatchObject({ hasCover: true, cover: { id: first.id, width: 400 } })
    const crop = { x: 0, y: 0, width: 0.75, height: 1 }
    const second = await setCover(world.deps, { actor, title: titleId, bytes: await corners().png().toBuffer(), crop })
    expect((await findTitle(test.db, titleId))?.cover).toMatchObject({ id: second.id, width: 300, height: 300 })
  })

  it("of a stranger is refused before anything is made of the picture", async () => {
    const { titleId } = await makeTitle(world)
    const stranger = await makeUser(test.db, "other@example.test")
    const bytes = await corners().png().toBuffer()
    expect((await refusal(setCover(world.deps, { actor: stranger, title: titleId, bytes }))).code).toBe("not_found")
    expect(await test.db.$count(pictures)).toBe(0)
  })

  it("with a cover from before gets a picture of it; what is none is taken off", async () => {
    const [good, bad] = [await makeTitle(world, "good"), await makeTitle(world, "bad")]
    const old = (bytes: Uint8Array) => ({ coverType: "image/png", cover: bytes })
    await test.db
      .update(titles)
      .set(old(await corners(64, 48).png().toBuffer()))
      .where(eq(titles.id, good.titleId))
    await test.db
      .update(titles)
      .set(old(Buffer.from("<svg>")))
      .where(eq(titles.id, bad.titleId))
    expect(await moveOldCovers(world.deps)).toEqual({ moved: 2 })
    expect(await findTitle(test.db, "good")).toMatchObject({ hasCover: true, cover: { width: 64 } })
    expect(await findTitle(test.db, "bad")).toMatchObject({ hasCover: false, cover: null })
    expect(await moveOldCovers(world.deps)).toEqual({ moved: 0 })
  })

  it("keeps its gallery in the publisher's order, up to twelve", async () => {
    const { titleId } = await makeTitle(world)
    const ids: Id<"picture">[] = []
    for (let i = 0; i < 13; i++)
      ids.push(
        (
          await accept(
            await corners(64 + i, 48)
              .png()
              .toBuffer(),
          )
        ).id,
      )
    const at = (i: number) => ({ actor, title: titleId, pictureId: ids[i]! })
    for (let i = 0; i < 12; i++) await addToGallery(world.deps, { ...at(i), alt: `Still ${i}` })
    expect((await refusal(addToGallery(world.deps, { ...at(12), alt: "" }))).code).toBe("conflict")
    await addToGallery(world.deps, { ...at(3), alt: "The third" })
    for (let i = 2; i < 10; i++) await takeOffGallery(world.deps, at(i))
    const shown = async () => (await galleryOf(test.db, titleId)).map((p) => ids.indexOf(p.id))
    expect(await shown()).toEqual([0, 1, 10, 11])
    await moveInGallery(world.deps, { ...at(11), by: -1 })
    await moveInGallery(world.deps, { ...at(0), by: -1 })
    await moveInGallery(world.deps, { ...at(0), by: 1 })
    expect(await shown()).toEqual([1, 0, 11, 10])
    await addToGallery(world.deps, { ...at(5), alt: "" })
    expect(await shown()).toEqual([1, 0, 11, 10, 5])
    await describeInGallery(world.deps, { ...at(5), alt: " A  lantern " })
    expect((await galleryOf(test.db, titleId)).at(-1)?.alt).toBe("A lantern")
    expect((await refusal(moveInGallery(world.deps, { ...at(3), by: 1 }))).code).toBe("not_found")
  })
})

describe("the door of pictures", () => {
  let server: Server
  let base: string
  beforeEach(async () => {
    const path = createMediaPath(world.deps)
    server = createServer((req, res) => {
      if (!path(req, res)) res.writeHead(418).end()
    })
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => server.close())

  it("answers each size for ever, and says when a reader has it already", async () => {
    const { id } = await accept(await corners().png().toBuffer())
    for (const [name, type] of [
      ["320.avif", "avif"],
      ["400.webp", "webp"],
      ["400.jpg", "jpeg"],
    ] as const) {
      const answer = await fetch(`${base}/media/${id}/${name}`)
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, `image/${type}`])
      expect(answer.headers.get("cache-control")).toContain("immutable")
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff")
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'")
      const etag = answer.headers.get("etag")!
      expect((await answer.arrayBuffer()).byteLength).toBe(Number(answer.headers.get("content-length")))
      const again = await fetch(`${base}/media/${id}/${name}`, { headers: { "if-none-match": etag } })
      expect([again.status, await again.text()]).toEqual([304, ""])
    }
    expect((await fetch(`${base}/media/${id}/320.avif`, { method: "HEAD" })).status).toBe(200)
    expect((await fetch(`${base}/media/${id}/320.avif`, { method: "POST" })).status).toBe(405)
    expect((await fetch(`${base}/elsewhere`)).status).toBe(418)
  })

  it("knows nothing else: no other size, no other picture, no way out of its folder", async () => {
    const { id } = await accept(await corners().png().toBuffer())
    const nothing = ["0000000000000000000000000a", "../../master.key", ".."].map((name) => `pic_${name}/320.avif`)
    const wrong = [`${id}/960.avif`, `${id}/320.jpg`, `${id}/320.png`, `${id}/0320.avif`, `${id}/320.avif/..`, `${id}/`]
    const climbing = [`${id}/..%2f..%2fmaster.key`, "..%2f..%2fmaster.key", `${id}/%2e%2e/master.key`]
    for (const name of [...nothing, ...wrong, ...climbing, "", "drafts"]) {
      const { status, type } = await plainGet(`${base}/media/${name}`)
      expect([name, status, type]).toEqual([name, 404, "text/plain; charset=utf-8"])
    }
  })
})

/** Unlike fetch it leaves `..` in the path. */
async function plainGet(url: string): Promise<{ status: number; type: string | undefined }> {
  const { request } = await import("node:http")
  const { hostname, port } = new URL(url)
  const path = url.slice(url.indexOf("/media/"))
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode!, type: answer.headers["content-type"] })
    })
      .on("error", reject)
      .end()
  })
}
