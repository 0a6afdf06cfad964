/** A takedown as visitors of a running process meet it: link, embeds and the title's page stop within the same second. */
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, expect, it } from "vitest"
import { createLink } from "#lib/fans/create-link.ts"
import type { PageCaches } from "#lib/fans/page-caches.ts"
import { restoreTitle } from "#lib/operate/restore-title.ts"
import { liftSuspension, suspendAccount } from "#lib/operate/suspend-account.ts"
import { takeDownTitle } from "#lib/operate/take-down-title.ts"
import { openClickPath } from "../../server/click-path.ts"
import { embedFacts } from "../../server/embed-facts.ts"
import { createEmbedPath } from "../../server/embed-path.ts"
import { openTakenDownPath } from "../../server/taken-down-path.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeOperator } from "../support/operate-world.ts"
import { saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0).reverse()) await close()
})

const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

async function running() {
  const world = await saleWorld(test.db, { pieces: 4 })
  cleanups.push(world.close)
  const clicks = await openClickPath({ deps: world.deps, log: () => {} })
  cleanups.push(() => clicks.stop())
  const takenDown = await openTakenDownPath(world.deps)
  cleanups.push(async () => takenDown.stop())
  // As server/main.ts composes them.
  const caches: PageCaches = {
    titleChanged: async (titleId) => {
      clicks.links.forgetWhere((link) => link.titleId === titleId)
      await takenDown.look()
    },
    linkChanged: async (linkId) => clicks.links.forgetWhere((link) => link.linkId === linkId),
    ownerChanged: async (userId) => clicks.links.forgetWhere((link) => link.ownerId === userId),
  }
  const embeds = createEmbedPath({ links: clicks.links, facts: embedFacts(world.deps), scriptFile: "public/embed.js" })
  const server = createServer((req, res) => {
    if (clicks.handle(req, res) || embeds(req, res) || takenDown.handle(req, res)) return
    res.writeHead(200).end("next")
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  cleanups.push(() => closed(server))
  const fan = { ...(await makeUser(test.db, "fan@example.test")), roles: ["fan" as const] }
  const { code } = await createLink(world.deps, { actor: fan, titleId: world.titleId })
  const operator = await makeOperator(test.db, world.clock.now())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const get = (path: string) => fetch(origin + path, { redirect: "manual", headers: { "user-agent": AGENT } })
  return { world, deps: { ...world.deps, caches }, fan, code, operator, get }
}

const closed = (server: Server) => new Promise((done) => server.close(done))

it("stops a link, its embeds and the title's page at once, and brings them back at once", async () => {
  const { world, deps, code, operator, get } = await running()
  const { titleId } = world
  const seen = async () => ({
    link: (await get(`/r/${code}`)).status,
    page: (await get("/titles/tin-comet")).status,
    deep: (await get("/titles/tin-comet/cover")).status,
    frame: /<a /.test(await (await get(`/embed/frame/${code}`)).text()),
    data: ((await (await get(`/embed/data/${code}.json`)).json()) as { offered: boolean }).offered,
  })
  const standing = { link: 302, page: 200, deep: 200, frame: true, data: true }
  expect(await seen()).toEqual(standing)

  await takeDownTitle(deps, {
    actor: operator,
    titleId,
    reason: "Not theirs.",
    noticeText: "A claim is looked at <b>.",
  })
  expect(await seen()).toEqual({ link: 410, page: 410, deep: 410, frame: false, data: false })
  const answer = await get(`/r/${code}`)
  const page = await answer.text()
  expect(answer.headers.get("location")).toBeNull()
  expect(answer.headers.get("set-cookie")).toBeNull()
  expect(page).toContain("was taken down")
  expect(page).toContain("A claim is looked at &lt;b&gt;.")
  expect(page).not.toContain("/titles/")
  expect(await (await get(`/embed/badge/${code}.svg`)).text()).toContain("not available")
  expect((await get("/titles/tin-comet-2")).status).toBe(200)

  await restoreTitle(deps, { actor: operator, titleId, reason: "Settled." })
  expect(await seen()).toEqual(standing)
})

it("lets a suspended fan's link lead on, with nothing counted for it", async () => {
  const { deps, fan, code, operator, get } = await running()
  expect((await get(`/r/${code}`)).headers.get("set-cookie")).toMatch(/^ff_click=/)
  await suspendAccount(deps, { actor: operator, userId: fan.userId, reason: "Spam." })
  const silent = await get(`/r/${code}`)
  expect([silent.status, silent.headers.get("set-cookie")]).toEqual([302, null])
  await liftSuspension(deps, { actor: operator, userId: fan.userId, reason: "Settled." })
  expect((await get(`/r/${code}`)).headers.get("set-cookie")).toMatch(/^ff_click=/)
})
