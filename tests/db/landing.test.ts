/** The page that sells it, over a real database: what it says, what it weighs, what it allows, and who may keep it. */
import { execFileSync } from "node:child_process"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { sites } from "#db/schema/fans.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { landingPath } from "#server/landing-path.ts"
import { choosePath } from "#server/reader-choices.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle } from "../support/fan-world.ts"

const ROOT = join(import.meta.dirname, "../..")
/** What the page may ask a phone to run, as it travels; the brief for landing and promo pages is 20 kB. */
const SCRIPT_LIMIT_GZIP_BYTES = 3_072
const DOCUMENT_LIMIT_GZIP_BYTES = 20_000

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const config = testConfig()
let server: Server
let url = ""

beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build-embed.ts"], { cwd: ROOT })
})

/** A process of its own for each test: what it keeps for some seconds must not reach the next. */
beforeEach(async () => {
  server?.close()
  const paths = [landingPath({ db: database.db, clock, config }, ROOT), choosePath(config.publicUrl)]
  server = createServer((req, res) => {
    if (!paths.some((path) => path(req, res))) res.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const get = (path = "/", headers: Record<string, string> = {}) => fetch(url + path, { headers, redirect: "manual" })
const text = async (path = "/", headers: Record<string, string> = {}) => (await get(path, headers)).text()

describe("the landing page", () => {
  it("says of an empty grid that it is empty, and shows no figure that is not there", async () => {
    const page = await text()
    expect(page).toContain("No node is carrying at this moment")
    expect(page).not.toContain("carried for buyers")
    expect(page).not.toContain("paid to fans so far")
    expect(page).not.toContain('class="covers')
  })

  it("shows a fan's real page as soon as there is one, with every name escaped", async () => {
    const { fan, site, titleId } = await makeFanWorld({ db: database.db, clock })
    const second = await makeTitle(database.db, clock.now(), "paper-moon", "<b>Paper</b> Moon")
    for (const id of [titleId, second])
      await putTitleOnSite({ db: database.db, clock }, { actor: fan, siteId: site.siteId, titleId: id })
    await database.db.update(sites).set({ words: "Things <i>I</i> love" })
    await database.db.update(titles).set({ coverType: "image/png", cover: new Uint8Array([1]) })
    const page = await text()
    expect(page).toContain(`href="/s/${site.slug}"`)
    expect(page).toContain("Things &lt;i&gt;I&lt;/i&gt; love")
    expect(page).toContain("&lt;b&gt;Paper&lt;/b&gt; Moon")
    expect(page).not.toContain("<b>Paper</b> Moon")
  })

  it("reckons without a script, by the address", async () => {
    const page = await text("/?price=29.99&buyers=3&carry=50")
    // 5 % of $29.99 is $1.4995; three of them, and half of that again for half the bytes.
    expect(page).toMatch(/id="out-referral">\$4\.4985</)
    expect(page).toMatch(/id="out-carriage">\$2\.24925</)
    expect(page).toMatch(/id="out-together">\$6\.74775</)
    expect(await text()).toMatch(/id="out-together">\$3\.00</)
    expect(await text("/?price=%3Cscript%3E&buyers=-1")).toMatch(/id="out-together">\$3\.00</)
  })

  it("speaks the reader's language: the one chosen, else the browser's", async () => {
    expect(await text("/", { "accept-language": "de-AT,de;q=0.9" })).toContain('<html lang="de"')
    const chosen = { "accept-language": "de", cookie: "ff_lang=en; ff_theme=dark" }
    expect(await text("/", chosen)).toContain('<html lang="en" dir="ltr" data-theme="dark"')
  })

  it("runs this script and wears this style, and nothing else", async () => {
    const answer = await get()
    const page = await answer.text()
    const policy = answer.headers.get("content-security-policy")!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    const hash = async (content: string) =>
      Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content))).toString("base64")
    const [, style] = /<style>(.*?)<\/style>/s.exec(page)!
    const [, script] = /<script>(.*?)<\/script>/s.exec(page)!
    expect(policy).toContain(`style-src 'sha256-${await hash(style!)}'`)
    expect(policy).toContain(`script-src 'sha256-${await hash(script!)}'`)
    expect(page).not.toMatch(/ style="| on[a-z]+="|javascript:/)
    expect(gzipSync(script!).length).toBeLessThan(SCRIPT_LIMIT_GZIP_BYTES)
    expect(gzipSync(page).length).toBeLessThan(DOCUMENT_LIMIT_GZIP_BYTES)
    expect(page).not.toMatch(/<script[^>]+src=|<link[^>]+stylesheet/)
  })

  it("may be kept by caches for strangers, not for who is signed in, and is not sent twice", async () => {
    const answer = await get()
    expect(answer.headers.get("cache-control")).toMatch(/^public, max-age=\d+/)
    expect(answer.headers.get("vary")).toContain("Cookie, Accept-Language")
    const again = await get("/", { "if-none-match": answer.headers.get("etag")! })
    expect([again.status, await again.text()]).toEqual([304, ""])
    expect(await answer.text()).toContain('href="/sign-in"')
    const mine = await get("/", { cookie: "a=b; next-auth.session-token=abc" })
    expect(mine.headers.get("cache-control")).toMatch(/^private/)
    const page = await mine.text()
    expect(page).toContain('href="/dashboard"')
    expect(page).not.toContain('href="/sign-in"')
  })

  it("tells machines what it is", async () => {
    const page = await text()
    const [, data] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)!
    const kinds = (JSON.parse(data!) as { "@graph": { "@type": string }[] })["@graph"].map((part) => part["@type"])
    expect(kinds).toEqual(["Organization", "WebSite"])
    expect(page).toContain(`<link rel="canonical" href="${config.publicUrl}/">`)
    expect(page).toContain(`property="og:image" content="${config.publicUrl}/landing/og.png"`)
  })
})

describe("choosing language and colours on a plain page", () => {
  const choose = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/choose`, { method: "POST", body: new URLSearchParams(body), headers, redirect: "manual" })

  it("keeps the choice for a year and leads back to the page", async () => {
    const answer = await choose("locale=de", { referer: `${config.publicUrl}/?price=5`, origin: config.publicUrl })
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/?price=5"])
    expect(answer.headers.getSetCookie()[0]).toMatch(/^ff_lang=de; Max-Age=31536000; Path=\/; SameSite=Lax; HttpOnly/)
    const system = await choose("theme=system")
    expect(system.headers.getSetCookie()[0]).toMatch(/^ff_theme=; Max-Age=0/)
  })

  it("is not made by other people's pages, and leads nowhere else", async () => {
    expect((await choose("locale=de", { origin: "https://evil.example" })).status).toBe(403)
    const away = await choose("theme=dark", { referer: "https://evil.example/x" })
    expect(away.headers.get("location")).toBe("/")
    const unknown = await choose("locale=xx&theme=pink")
    expect(unknown.headers.getSetCookie()).toEqual([])
    await expect(choose(`locale=${"x".repeat(5_000)}`)).rejects.toThrow()
  })
})
