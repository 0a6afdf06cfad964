/** What an operator leafs through and finds: people with their pages, titles with their links, orders, each by name. */
import { afterEach, expect, it } from "vitest"
import { createSite } from "#lib/fans/create-site.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listOrders, listPeople, listTitlesOfAll } from "#lib/operate/list-queries.ts"
import { searchEverything } from "#lib/operate/search.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { toldCaches } from "../support/operate-world.ts"
import { buy, saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0)) await close()
})

it("lists people, titles and orders with what tells them apart, and finds them by name", async () => {
  const world = await saleWorld(test.db, { pieces: 4 })
  cleanups.push(world.close)
  const { titleId } = world
  const deps = { ...world.deps, caches: toldCaches() }
  const fan = { ...(await makeUser(test.db, "fan@example.test")), roles: ["fan" as const] }
  const site = { actor: fan, slug: "fans-page", name: "Fan's page", url: "https://fan.example", words: "" }
  const { siteId } = await createSite(deps, site)
  await putTitleOnSite(deps, { actor: fan, siteId, titleId })
  const owner = await makeUser(test.db, "owner@example.test")
  await buy(world, owner.userId)

  const people = await listPeople(test.db)
  expect(people.map((p) => [p.email, p.sites])).toEqual(
    expect.arrayContaining([
      ["fan@example.test", 1],
      ["owner@example.test", 0],
    ]),
  )
  const [title] = await listTitlesOfAll(test.db)
  expect(title).toMatchObject({ id: titleId, links: 1, state: "published" })
  const orders = await listOrders(test.db)
  expect(orders).toMatchObject([{ titleId, buyerId: owner.userId, buyer: "owner@example.test", state: "captured" }])

  const kinds = async (q: string) => (await searchEverything(test.db, q)).map(({ kind, href }) => ({ kind, href }))
  const publisher = { kind: "person", href: `/operate/people/${world.publisher.userId}` }
  expect(await kinds(title!.publisher.slice(1).toUpperCase())).toContainEqual(publisher)
  expect(await kinds(title!.name)).toContainEqual({ kind: "title", href: `/operate/titles/${titleId}` })
  expect(await kinds("%%")).toEqual([])
})
