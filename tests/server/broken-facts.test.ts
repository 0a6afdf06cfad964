/** What cannot be drawn is answered all the same: no request hangs, and no rejection is left over. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, it, vi } from "vitest"
import type { Db } from "#db/client.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { newId } from "#lib/kernel/ids.ts"
import { ClickPath } from "#server/click-path.ts"
import type { EmbedFacts } from "#server/embed-facts.ts"
import type { FastPath } from "#server/http.ts"
import { LinkPages } from "#server/link-pages.ts"
import { createOembedPath } from "#server/oembed-path.ts"
import { testConfig } from "../support/config.ts"

const config = testConfig()
/** Rows as no code of ours writes them: nothing has a name. */
const broken = { linkId: newId("link", new Date()), code: "abcd2345", slug: "tin-comet", name: null, cover: null }
const target = (state: string): LinkTarget =>
  Object.defineProperty({ ...broken, state, pageSlug: null } as unknown as LinkTarget, "name", {
    get: () => {
      throw new Error("no name")
    },
  })
/** Every question to it fails. */
const noDb = {} as unknown as Db

async function askOf(door: FastPath, where: string): Promise<number> {
  const left: unknown[] = []
  const note = (error: unknown) => void left.push(error)
  process.on("unhandledRejection", note)
  const server = createServer((req, res) => void (door(req, res) || res.writeHead(418).end()))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`
    const { status } = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    expect(left).toEqual([])
    return status
  } finally {
    process.off("unhandledRejection", note)
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}

describe("a door whose answer cannot be drawn", () => {
  it.each(["json", "xml"])("oEmbed as %s", async (format) => {
    const facts = { title: async () => ({ ...broken, state: "published" }) } as unknown as EmbedFacts
    const door = createOembedPath({ links: { get: async () => null }, facts, config })
    const url = encodeURIComponent(`${config.publicUrl}/titles/tin-comet`)
    expect(await askOf(door, `/api/v1/oembed?format=${format}&url=${url}`)).toBe(503)
  })

  it("the page of a withdrawn title", async () => {
    const pages = new LinkPages(noDb, config.publicUrl)
    const door: FastPath = (req, res) => {
      pages.withdrawn(req, res, target("withdrawn"))
      return true
    }
    expect(await askOf(door, "/r/abcd2345")).toBe(503)
  })

  it("a link that is asked for first", async () => {
    const deps = { db: noDb, clock: { now: () => new Date() }, config: { ...config, databaseUrl: "elsewhere" } }
    const path = new ClickPath({ deps, log: () => undefined })
    vi.spyOn(path.links, "get").mockResolvedValue(target("taken_down"))
    expect(await askOf(path.handle, "/r/abcd2345")).toBe(503)
  })
})
