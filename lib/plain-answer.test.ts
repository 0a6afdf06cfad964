import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { encodingFor, plainAnswer } from "./plain-answer.ts"

const PAGE = `<!doctype html>${"<p>covers loud, paper warm</p>".repeat(200)}`
const ask = (acceptEncoding: string | null, ifNoneMatch: string | null = null) =>
  plainAnswer({ acceptEncoding, ifNoneMatch }, PAGE)

describe("a plain answer", () => {
  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["GZIP;q=0.5, br;q=0", "gzip"],
    ["br;q=0.0, gzip;q=0", null],
    ["*", "br"],
    ["identity", null],
    ["", null],
    ["broken", null],
  ])("takes %j as %s", (accepts, encoding) => {
    expect(encodingFor(accepts)).toBe(encoding)
  })

  it("is the same document whichever way it travels, under one tag", async () => {
    const [plain, gzipped, brotli] = await Promise.all([ask(null), ask("gzip"), ask("gzip, br")])
    expect(Buffer.from(plain.bytes!).toString()).toBe(PAGE)
    expect(gunzipSync(gzipped.bytes!).toString()).toBe(PAGE)
    expect(brotliDecompressSync(brotli.bytes!).toString()).toBe(PAGE)
    expect(brotli.bytes!.length).toBeLessThan(PAGE.length / 10)
    expect(new Set([plain, gzipped, brotli].map((answer) => answer.headers.ETag)).size).toBe(1)
    expect(gzipped.headers).toMatchObject({
      "Content-Encoding": "gzip",
      "Content-Length": String(gzipped.bytes!.length),
    })
    expect(plain.headers).not.toHaveProperty("Content-Encoding")
  })

  it("is not sent to who has it, and a refusal is always sent", async () => {
    const tag = (await ask(null)).headers.ETag!
    for (const known of [tag, `"other", ${tag}`, tag.replace("W/", ""), "*"])
      expect(await ask("br", known)).toMatchObject({ status: 304, bytes: null })
    expect((await ask("br", tag.replace("W/", "W/x"))).status).toBe(200)
    const gone = await plainAnswer({ acceptEncoding: null, ifNoneMatch: tag }, PAGE, 410)
    expect([gone.status, gone.bytes?.length]).toEqual([410, PAGE.length])
  })

  it("is made once for a crowd, and again for another text", async () => {
    const crowd = await Promise.all(Array.from({ length: 50 }, () => ask("br")))
    expect(new Set(crowd.map((answer) => answer.bytes)).size).toBe(1)
    const other = await plainAnswer({ acceptEncoding: "br", ifNoneMatch: null }, `${PAGE}.`)
    expect(brotliDecompressSync(other.bytes!).toString()).toBe(`${PAGE}.`)
  })

  it("lets pictures and very short texts travel as they are", async () => {
    const reader = { acceptEncoding: "br", ifNoneMatch: null }
    for (const body of [new Uint8Array(5_000), "short"])
      expect((await plainAnswer(reader, body)).headers).not.toHaveProperty("Content-Encoding")
  })
})
