/** A publisher's title, a fan with a site and a link, for tests about links and clicks; rows by use cases where there is one. */
import type { Db } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { createSite } from "#lib/fans/create-site.ts"
import type { Clock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"

export async function makeUser(db: Db, at: Date, email: string): Promise<Actor> {
  const userId = newId("user", at)
  await db.insert(users).values({ id: userId, email, emailVerified: at, roles: ["fan"], createdAt: at })
  return { userId, email, roles: ["fan"] }
}

export async function makeTitle(db: Db, at: Date, slug: string, name = "Tin Comet"): Promise<Id<"title">> {
  const owner = await makeUser(db, at, `${slug}@publisher.example`)
  const publisherId = newId("publisher", at)
  const titleId = newId("title", at)
  await db.insert(publishers).values({ id: publisherId, ownerId: owner.userId, name: "Attic Works", createdAt: at })
  await db.insert(titles).values({
    id: titleId,
    slug,
    publisherId,
    name,
    tagline: "A small game",
    description: "",
    kind: "game",
    state: "published",
    priceCents: cents(3_000),
    demoTerms: "trial",
    createdAt: at,
  })
  return titleId
}

export async function makeFanWorld(deps: { db: Db; clock: Clock }) {
  const at = deps.clock.now()
  const titleId = await makeTitle(deps.db, at, "tin-comet")
  const fan = await makeUser(deps.db, at, "fan@fan.example")
  const site = await createSite(deps, {
    actor: fan,
    name: "Pixel Attic",
    slug: "pixel-attic",
    url: "https://blog.example/",
    words: "Games I love.",
  })
  const link = await createLink(deps, { actor: fan, titleId, siteId: site.siteId, subId: "sidebar" })
  return { at, titleId, fan, site, link }
}
