/** QR codes as they leave the house, read back by another program than the one that wrote them. */
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import jsQR from "jsqr"
import sharp from "sharp"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { newId } from "#lib/kernel/ids.ts"
import { createQrPath } from "#server/qr-path.ts"

const PUBLIC = "https://fanfare.example"
const target: Pick<LinkTarget, "linkId" | "code" | "name" | "state"> = {
  linkId: newId("link", new Date()),
  code: "noor-on-air",
  name: `Harbour <Lights> & "co"`,
  state: "published",
}
/** Its types say ES module, its file is CommonJS. */
const scan = (jsQR as unknown as { default: typeof jsQR }).default ?? jsQR
let server: Server

beforeAll(async () => {
  const qr = createQrPath({
    links: { get: async (code) => (code === "noor-on-air" ? (target as LinkTarget) : null) },
    publicUrl: PUBLIC,
  })
  server = createServer((req, res) => void (qr(req, res) || res.writeHead(418).end()))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
})
afterAll(() => new Promise((done) => server.close(done)))

const ask = (where: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`)

async function decode(where: string) {
  const answer = await ask(where)
  const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const found = scan(new Uint8ClampedArray(data), info.width, info.height)
  return { text: found?.data ?? null, width: info.width, height: info.height, type: answer.headers.get("content-type") }
}

describe("/embed/qr/CODE", () => {
  it.each([
    ["svg", "image/svg+xml; charset=utf-8"],
    ["png", "image/png"],
  ])(".%s says the link, with a trigger of its own", async (format, type) => {
    const read = await decode(`/embed/qr/NOOR-ON-AIR.${format}`)
    expect(read).toEqual({ text: `${PUBLIC}/r/noor-on-air?t=qr`, width: 512, height: 512, type })
  })

  it.each([
    ["size=128", 128],
    ["size=1024&level=H", 1024],
    ["level=L&margin=2&ink=0b6e66&paper=fbf8f3", 512],
    ["level=Q&margin=12&size=200", 200],
    ["ink=b93e0e&caption=1", 512],
  ])("can be read with ?%s", async (query, width) => {
    for (const format of ["svg", "png"]) {
      const read = await decode(`/embed/qr/noor-on-air.${format}?${query}&s=flyer-2026`)
      expect([read.text, read.width]).toEqual([`${PUBLIC}/r/noor-on-air?t=qr&s=flyer-2026`, width])
      expect(read.height > read.width).toBe(query.includes("caption"))
    }
  })

  it("is a picture nothing can run in, for anybody's page, and a file when it is asked for as one", async () => {
    const answer = await ask("/embed/qr/noor-on-air.svg?caption=1&download=1")
    const svg = await answer.text()
    expect(svg).not.toMatch(/<script|<text|Lights/)
    expect(svg).toMatch(/<title>https:\/\/fanfare\.example\/r\/noor-on-air\?t=qr<\/title>/)
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'")
    expect(answer.headers.get("access-control-allow-origin")).toBe("*")
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="fanfare-noor-on-air.svg"')
    expect(answer.headers.get("set-cookie")).toBeNull()
  })

  it("names only what is on offer, and what has a name is asked for again in a minute", async () => {
    const plain = await ask("/embed/qr/noor-on-air.svg")
    expect(plain.headers.get("cache-control")).toBe("public, max-age=86400")
    const named = await ask("/embed/qr/noor-on-air.svg?caption=1")
    expect(named.headers.get("cache-control")).toBe("public, max-age=60")
    target.state = "taken_down"
    try {
      const bare = await ask("/embed/qr/noor-on-air.svg?caption=1")
      expect(bare.headers.get("cache-control")).toBe("public, max-age=60")
      expect(await bare.text()).toBe(await plain.text())
      expect((await named.text()).length).toBeGreaterThan(1_000)
    } finally {
      target.state = "published"
    }
  })

  it.each([
    ["/embed/qr/unknown.svg", 404],
    ["/embed/qr/noor-on-air.gif", 404],
    ["/embed/qr/noor-on-air", 404],
    ["/embed/qr/noor-on-air.svg?ink=ffffff", 400],
    ["/embed/qr/noor-on-air.png?size=99999", 400],
    ["/embed/badge/noor-on-air.svg", 418],
  ])("%s -> %i", async (where, status) => {
    expect((await ask(where)).status).toBe(status)
  })
})
