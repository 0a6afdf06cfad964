/** Whose a site is: each way to prove it over HTTP and DNS, each way it fails, who gets the mark, and how it is lost. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { eq } from "drizzle-orm"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { sites } from "#db/schema/fans.ts"
import { notices } from "#db/schema/notices.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { checkProof } from "#lib/fans/check-proof.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { editSite } from "#lib/fans/edit-site.ts"
import { FILE_PATH, tagFor } from "#lib/fans/find-proof.ts"
import { getProof } from "#lib/fans/proof-queries.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listRecommendations } from "#lib/fans/queries.ts"
import { recheckProofs } from "#lib/fans/recheck-proofs.ts"
import type { ProofMethod } from "#lib/fans/site-proof-state.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeUser } from "../support/fan-world.ts"
import { outsideWith } from "../support/outside.ts"

const database = databaseForTests()
const START = new Date("2026-11-23T12:00:00Z")
const config = { publicUrl: "https://fanfare.example", originUrl: "https://origin.fanfare.example" }

type Page = { status?: number; type?: string; location?: string; body?: string; gone?: true }
/** What the blog answers, by path; `asked` is what was asked of it. */
let pages: Record<string, Page>
let asked: string[]
let records: Record<string, string[]>
const blog = createServer((req: IncomingMessage, res: ServerResponse) => {
  asked.push(`${req.headers.host}${req.url}`)
  const page = pages[req.url!] ?? { status: 404 }
  if (page.gone) return void req.socket.destroy()
  const location = page.location ? { location: page.location } : {}
  res
    .writeHead(page.status ?? 200, { "content-type": page.type ?? "text/html; charset=utf-8", ...location })
    .end(page.body)
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((done) => blog.listen(0, "127.0.0.1", done))
  port = (blog.address() as AddressInfo).port
})
afterAll(() => void blog.close())

/** Presses are counted by network as well, and the count outlives a test. */
let network = 0
let world: Awaited<ReturnType<typeof makeFanWorld>>
let site: { siteId: Id<"site">; actor: Actor; token: string }
beforeEach(async () => {
  ;[pages, asked, records] = [{}, [], {}]
  network++
  world = await makeFanWorld(at(0))
  await move(`http://blog.example:${port}/`)
})

function at(days: number) {
  const txt = async (name: string) => {
    if (name.includes("silent")) throw new Error("no answer")
    return (records[name] ?? []).map((value) => [value.slice(0, 9), value.slice(9)])
  }
  const outside = outsideWith(
    { addresses: async (host) => [host.startsWith("inner") ? "10.0.0.1" : "127.0.0.1"], txt },
    [`127.0.0.1:${port}`],
  )
  return { db: database.db, clock: fixedClock(addDays(START, days)), config, outside }
}

async function move(url: string): Promise<boolean> {
  const { siteId } = world.site
  const text = { name: "Pixel Attic", slug: "pixel-attic", words: "", url }
  const { proofDropped } = await editSite(at(0), { ...text, actor: world.fan, siteId })
  site = { siteId, actor: world.fan, token: (await getProof(database.db, world.fan.userId, siteId)).token }
  return proofDropped
}

const press = (method: ProofMethod, days = 0, who: Pick<typeof site, "siteId" | "actor"> = site) =>
  checkProof(at(days), { actor: who.actor, siteId: who.siteId, method, address: `192.0.${network}.7` })
const failureOf = async (method: ProofMethod, days = 0) => {
  // A second press within the same moment is the first one; these are presses of another moment.
  await database.db.delete(siteProofs)
  return (await press(method, days)).failure
}
const rowOf = async (siteId: Id<"site">) =>
  (await database.db.select().from(siteProofs).where(eq(siteProofs.siteId, siteId)))[0]
const told = async () => (await database.db.select().from(notices).orderBy(notices.at)).map((n) => n.kind)
const head = (token: string): Page => ({ body: `<!doctype html><head>${tagFor(token)}</head><p>Words.` })

describe("a site is proved", () => {
  it("by the tag in the head of its page", async () => {
    pages["/"] = head(site.token)
    const { proof, failure } = await press("tag")
    expect([failure, proof.state, proof.place, proof.status]).toEqual([null, "proved", `blog.example:${port}`, 200])
    expect([proof.opened, asked]).toEqual([`http://blog.example:${port}/`, [`blog.example:${port}/`]])
    expect(proof.nextCheckAt).toEqual(addDays(START, 7))
    // The fan sees it at once; a notice would say it twice.
    expect(await told()).toEqual([])
  })

  it("by the file, also behind a redirect within the house", async () => {
    pages[FILE_PATH] = { status: 301, location: `http://www.blog.example:${port}/proof.txt` }
    pages["/proof.txt"] = { type: "text/plain", body: `${site.token}\n` }
    expect(await failureOf("file")).toBeNull()
    expect(asked).toEqual([`blog.example:${port}${FILE_PATH}`, `www.blog.example:${port}/proof.txt`])
  })

  it("by the record in DNS, without opening the site", async () => {
    records["_fanfare.blog.example"] = ["v=spf1 -all", `fanfare-site=${site.token}`]
    expect(await failureOf("dns")).toBeNull()
    expect([asked, (await rowOf(site.siteId))!.opened]).toEqual([[], "_fanfare.blog.example"])
  })

  it("by our button on the page", async () => {
    const href = `https://fanfare.example/r/${world.link.code}`
    pages["/"] = {
      body: `<p><a href="${href}">Get it</a> and <a href="https://fanfare.example/s/pixel-attic">more</a>`,
    }
    expect(await failureOf("seen")).toBeNull()
    pages["/"] = { body: `<iframe src="https://fanfare.example/embed/frame/${world.link.code}"></iframe>` }
    expect(await failureOf("seen")).toBeNull()
  })
})

describe("it is not proved", () => {
  it.each<[string, ProofMethod, Page, string]>([
    ["by a page without the tag", "tag", { body: "<head></head>" }, "no_tag"],
    ["by another's tag", "tag", { body: tagFor("other") }, "wrong_tag"],
    ["by a page that is not there", "tag", { status: 404 }, "status"],
    ["by a page that fails", "tag", { status: 500, body: "<head>" }, "status"],
    ["by something that is no page", "tag", { type: "application/json", body: "{}" }, "not_html"],
    ["by a page without a button", "seen", { body: "<p>" }, "no_button"],
    ["by a site that hangs up", "tag", { gone: true }, "refused"],
    ["by a redirect to another house", "tag", { status: 302, location: "http://127.0.0.1:PORT/else" }, "moved"],
    [
      "by a redirect into a private network",
      "tag",
      { status: 302, location: "http://169.254.169.254/" },
      "private_address",
    ],
    ["by a redirect without end", "tag", { status: 302, location: "/" }, "too_many_redirects"],
  ])("%s", async (_by, method, page, failure) => {
    pages["/"] = { ...page, ...(page.location ? { location: page.location.replace("PORT", String(port)) } : {}) }
    pages["/else"] = head(site.token)
    expect(await failureOf(method)).toBe(failure)
    const row = (await rowOf(site.siteId))!
    expect([row.state, row.failure, row.provedAt]).toEqual(["waiting", failure, null])
  })

  it("by a file or a record that is not there, or says something else", async () => {
    expect(await failureOf("file")).toBe("no_file")
    pages[FILE_PATH] = { body: "<!doctype html><p>Not found, kindly." }
    expect(await failureOf("file")).toBe("wrong_file")
    expect(await failureOf("dns")).toBe("no_record")
    records["_fanfare.blog.example"] = ["fanfare-site=other"]
    expect(await failureOf("dns")).toBe("wrong_record")
    await move("http://silent.example/")
    expect(await failureOf("dns")).toBe("dns_silent")
  })

  it("where its address leads inside, and never opens it", async () => {
    for (const url of [
      `http://inner.example:${port}/`,
      "http://10.0.0.1/",
      "http://localhost/",
      "http://2130706433/",
    ]) {
      await move(url)
      expect([url, await failureOf("tag")]).toEqual([url, "private_address"])
    }
    expect(asked).toEqual([])
  })

  it("for a page of ours, for somebody else, or by pressing without end", async () => {
    const stranger = await makeUser(database.db, START, "stranger@fan.example")
    await expect(press("tag", 0, { siteId: site.siteId, actor: stranger })).rejects.toMatchObject({ code: "not_found" })
    pages["/"] = head(site.token)
    for (let i = 0; i < 20; i++) await press("tag", i / 100)
    await expect(press("tag", 0.5)).rejects.toMatchObject({ code: "too_many" })
    expect(asked).toHaveLength(20)
    await move("https://fanfare.example/s/pixel-attic")
    await expect(press("tag", 0.6)).rejects.toMatchObject({ code: "conflict" })
  })

  it("twice by a double press", async () => {
    await press("tag")
    await press("tag")
    expect(asked).toHaveLength(1)
  })
})

describe("the mark", () => {
  it("stands in the store, and goes when the site moves to another place", async () => {
    await putTitleOnSite(at(0), { actor: world.fan, siteId: site.siteId, titleId: world.titleId })
    const marks = async () => (await listRecommendations(database.db, world.titleId, 5)).sites.map((s) => s.provedPlace)
    expect(await marks()).toEqual([null])
    pages["/"] = head(site.token)
    await press("tag")
    expect(await marks()).toEqual([`blog.example:${port}`])
    const { token } = site
    expect(await move(`http://www.blog.example:${port}`)).toBe(false)
    expect([await marks(), site.token]).toEqual([[`blog.example:${port}`], token])
    expect(await move(`http://blog.example:${port}/elsewhere`)).toBe(true)
    expect([await marks(), site.token === token]).toEqual([[null], false])
  })

  it("survives a try by another way that fails", async () => {
    pages["/"] = head(site.token)
    await press("tag")
    const { failure, proof } = await press("dns", 0.1)
    expect([failure, proof.state, proof.method, proof.failures]).toEqual(["no_record", "proved", "tag", 0])
    records["_fanfare.blog.example"] = [`fanfare-site=${site.token}`]
    expect((await press("dns", 0.2)).proof).toMatchObject({ state: "proved", method: "dns", provedAt: START })
    pages["/"] = { body: `<iframe src="https://fanfare.example/embed/frame/${world.link.code}"></iframe>` }
    const weaker = await press("seen", 0.3)
    expect([weaker.failure, weaker.proof.state, weaker.proof.method]).toEqual([null, "proved", "dns"])
  })

  it("is one for each place: the newest proof has it, and the one before hears so", async () => {
    const second = await rival()
    pages["/"] = head(site.token)
    await press("tag")
    pages["/"] = { body: `<head>${tagFor(site.token)}${tagFor(second.token)}` }
    expect((await press("tag", 1, second)).proof.state).toBe("proved")
    expect(await rowOf(site.siteId)).toMatchObject({ state: "lost", failure: "taken", nextCheckAt: null })
    const [notice] = await database.db.select().from(notices)
    expect(notice).toMatchObject({
      kind: "site-taken",
      userId: world.fan.userId,
      payload: { place: `blog.example:${port}` },
    })
    // Its old tag still stands there: by itself it takes nothing back.
    await recheckProofs(at(2))
    expect((await rowOf(second.siteId))!.state).toBe("proved")
    expect((await press("tag", 3)).proof.state).toBe("proved")
    expect(await told()).toEqual(["site-taken", "site-taken"])
  })

  it("is not taken from its keeper by what a visitor can write", async () => {
    const second = await rival()
    pages["/"] = head(site.token)
    await press("tag")
    await database.db.update(sites).set({ slug: "rival" }).where(eq(sites.id, second.siteId))
    await putTitleOnSite(at(0), { actor: second.actor, siteId: second.siteId, titleId: world.titleId })
    const { rows } = await database.database.pool.query("select code from link where site_id = $1", [second.siteId])
    pages["/"] = { body: `<iframe src="https://fanfare.example/embed/frame/${rows[0].code}"></iframe>` }
    const { failure, proof } = await press("seen", 1, second)
    expect([failure, proof.state]).toEqual(["taken", "waiting"])
    expect((await rowOf(site.siteId))!.state).toBe("proved")
  })

  it("goes to one of two who prove the place in the same moment", async () => {
    const second = await rival()
    pages["/"] = { body: `<head>${tagFor(site.token)}${tagFor(second.token)}` }
    await Promise.all([press("tag"), press("tag", 0, second)])
    const rows = await database.db.select().from(siteProofs)
    expect(rows.map((row) => row.state).sort()).toEqual(["lost", "proved"])
  })
})

async function rival() {
  const actor = await makeUser(database.db, START, "rival@fan.example")
  const text = { name: "R", slug: "rival-site", words: "", url: `http://blog.example:${port}/` }
  const { siteId } = await createSite(at(0), { ...text, actor })
  return { siteId, actor, token: (await getProof(database.db, actor.userId, siteId)).token }
}

describe("looking again", () => {
  it("finds by itself what was not there yet, and tells the fan", async () => {
    await press("tag")
    expect(await recheckProofs(at(0.02))).toBe(0)
    pages["/"] = head(site.token)
    expect(await recheckProofs(at(0.05))).toBe(1)
    expect([(await rowOf(site.siteId))!.state, await told()]).toEqual(["proved", ["site-found"]])
  })

  it("every week forgives a bad day, warns, and after three takes the mark away", async () => {
    pages["/"] = head(site.token)
    await press("tag")
    expect(await recheckProofs(at(6.9))).toBe(0)
    pages["/"] = { status: 503 }
    expect(await recheckProofs(at(7))).toBe(1)
    pages["/"] = head(site.token)
    await recheckProofs(at(8))
    expect(await rowOf(site.siteId)).toMatchObject({ state: "proved", failures: 0, failure: null, provedAt: START })
    pages["/"] = { body: "<p>A new template." }
    const states: unknown[] = []
    for (const day of [15, 16, 17, 18, 19]) {
      await recheckProofs(at(day))
      states.push((await rowOf(site.siteId))!.state)
    }
    expect(states).toEqual(["proved", "proved", "proved", "lost", "lost"])
    expect(await told()).toEqual(["site-failing", "site-failing", "site-lost"])
    pages["/"] = head(site.token)
    expect((await press("tag", 20)).proof.state).toBe("proved")
  })

  it("leaves alone what moved while it looked", async () => {
    await press("tag")
    const moving = {
      ...at(1),
      outside: {
        ...at(1).outside,
        fetch: async (request: never) => {
          await move(`http://blog.example:${port}/moved`)
          return at(1).outside.fetch(request)
        },
      },
    }
    expect(await recheckProofs(moving)).toBe(1)
    expect(await rowOf(site.siteId)).toBeUndefined()
  })
})
