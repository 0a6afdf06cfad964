/** The history of the sample world, chapter by chapter: about eight weeks, every row of it made by use cases. */

import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { orderStocking } from "#lib/delivery/order-stocking.ts"
import { listPayouts } from "#lib/earnings/payout-queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, addMs, HOUR_MS, isBefore, payoutMonday } from "#lib/kernel/period.ts"
import { BUYERS, CARRIERS, FANS, MAIL_ONLY_BUYERS, NOORS_CODE } from "./cast.ts"
import { carrierPlace } from "./nodes.ts"
import { makePeople } from "./people.ts"
import { buy, dropMachines, type Purchase, pairMachines, tryOut } from "./purchases.ts"
import { FILM, GAME, makeShelf, SONG } from "./shelf.ts"
import { makeSites } from "./sites.ts"
import { carriersReady, dayOf, moveTo, vetted } from "./time.ts"
import { strollers, type Visit } from "./visits.ts"
import { actorOf, eachAtMost, until, type World } from "./world.ts"

export type Chapter = { name: string; tell: string; make(world: World): Promise<void> }

/** Whoever buys, with the number of browser and machine. */
const BUYING = [...BUYERS.map((person) => person.email), ...MAIL_ONLY_BUYERS, FANS.kofi.email].map((email, i) => ({
  number: i + 1,
  email,
}))
type Buyer = (typeof BUYING)[number]
const [JUN, MARIA, OWEN, PRIYA, LENA, SAM, YUSUF, KOFI] = BUYING as [
  Buyer,
  Buyer,
  Buyer,
  Buyer,
  Buyer,
  Buyer,
  Buyer,
  Buyer,
]

const throughNoor = (buyer: Buyer): Purchase => ({ ...buyer, slug: GAME, through: "noor", download: "swarm" })

/** A download loads buyer, carrier and platform; more than two at once only wait for each other on two cores. */
const DOWNLOADS_AT_ONCE = 2

export const CHAPTERS: readonly Chapter[] = [
  { name: "people", tell: "people sign up", make: makePeople },
  { name: "shelf", tell: "Lantern House publishes a game, a film and a song", make: openShop },
  { name: "sites", tell: "fans put up their sites and buttons", make: makeSites },
  { name: "first carrier", tell: "Noor's node stocks all three", make: (world) => joinGrid(world, [1]) },
  {
    name: "vetted",
    tell: "a day passes, the audits too",
    make: async (world) => {
      await moveTo(world, dayOf(world, 1, 2))
      await vetted(world, 1)
    },
  },
  {
    name: "first sales",
    tell: "four sales through Noor's blog, carried by her node",
    make: async (world) => {
      await strollers(world, walkers("noor", GAME, 40, 9))
      const sales = [JUN, MARIA, OWEN, PRIYA].map(throughNoor)
      await eachAtMost(DOWNLOADS_AT_ONCE, sales, (sale) => buy(world, sale))
    },
  },
  {
    name: "more sales",
    tell: "a week later three more",
    make: async (world) => {
      await moveTo(world, dayOf(world, 8))
      await strollers(world, walkers("noor", GAME, 60, 7))
      const sales = [LENA, SAM, YUSUF].map(throughNoor)
      await eachAtMost(DOWNLOADS_AT_ONCE, sales, (sale) => buy(world, sale))
    },
  },
  {
    name: "two carriers",
    tell: "the first sales settle; Tomasz and Bea join with nodes of their own",
    make: async (world) => {
      await moveTo(world, dayOf(world, 10))
      await joinGrid(world, [2, 3])
      await moveTo(world, dayOf(world, 11, 2))
      for (const number of [1, 2, 3]) await vetted(world, number)
    },
  },
  {
    name: "film and song",
    tell: "a film, a song, and a demo, each carried by three",
    make: async (world) => {
      await strollers(world, [...walkers("tomasz", FILM, 80, 4), ...walkers("kofi", SONG, 90, 5)])
      await buy(world, { ...JUN, slug: FILM, through: "tomasz", download: "swarm" })
      await buy(world, { ...MARIA, slug: SONG, through: "kofi", download: "swarm" })
      await tryOut(world, { ...KOFI, slug: GAME, through: "bea", download: "swarm" })
    },
  },
  {
    name: "origin only",
    tell: "Owen takes the film from the origin alone",
    make: async (world) => {
      await moveTo(world, dayOf(world, 19))
      await strollers(world, walkers("bea", FILM, 100, 6))
      await buy(world, { ...OWEN, slug: FILM, through: "bea", download: "origin" })
    },
  },
  {
    name: "demo bought",
    tell: "Kofi buys the demo he has; nothing is downloaded twice",
    make: async (world) => {
      await moveTo(world, dayOf(world, 33))
      await buy(world, { ...KOFI, slug: GAME, through: null, download: null })
    },
  },
  {
    name: "payout",
    tell: "the hold is over, and a Monday pays",
    make: async (world) => {
      await moveTo(world, payday(world))
      const { userId } = await actorOf(world, FANS.noor.email)
      await until("Noor's payout", async () => (await listPayouts(world.deps.db, userId))[0]?.state === "paid")
    },
  },
  {
    name: "these days",
    tell: "and the last days before you came",
    make: async (world) => {
      await moveTo(world, later(addDays(payday(world), 1), dayOf(world, 55)))
      await strollers(world, [...walkers("noor", FILM, 120, 3), ...walkers("tomasz", SONG, 130, 4)])
      // Tomasz's button, but it was Noor who told her: what she types goes first.
      await buy(world, { ...PRIYA, slug: FILM, through: "tomasz", code: NOORS_CODE, download: "swarm" })
      await moveTo(world, later(addDays(payday(world), 2), dayOf(world, 57)))
      await dropMachines(world, BUYING)
    },
  },
]

/** While the works are sealed, the buyers pair their machines. */
async function openShop(world: World): Promise<void> {
  await Promise.all([makeShelf(world), pairMachines(world, BUYING)])
}

/** Pairs the carriers of these numbers, runs them, and has them stock everything there is. */
async function joinGrid(world: World, numbers: readonly number[]): Promise<void> {
  const { deps, nodes } = world
  const titles = await listPublishedTitles(deps.db)
  await eachAtMost(2, numbers, async (number) => {
    const fan = FANS[CARRIERS[number - 1]!]
    const actor = await actorOf(world, fan.email)
    const place = carrierPlace(deps.config.dataDir, number)
    await nodes.pair(world, place, actor, `${fan.name.split(" ")[0]}'s machine`, ["carry"])
    const nodeId = nodes.idOf(place) as Id<"node">
    for (const title of titles) await orderStocking(deps, { actor, nodeId, titleId: title.id, wanted: true })
    nodes.runCarrier(number)
  })
  await carriersReady(world)
}

/** The Monday on which the first four sales are paid: their hold of 45 days ends on day 46. */
function payday(world: World): Date {
  const free = dayOf(world, 46, 6)
  const monday = payoutMonday(free)
  return addMs(isBefore(monday, free) ? addDays(monday, 7) : monday, HOUR_MS)
}

const later = (a: Date, b: Date): Date => (isBefore(a, b) ? b : a)

const walkers = (fan: Visit["fan"], slug: string, from: number, count: number): Visit[] =>
  Array.from({ length: count }, (_, i) => ({ fan, slug, visitor: from + i }))
