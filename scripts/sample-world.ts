/**
 * Makes the sample world, or finishes making it: people, works, nodes and eight weeks of history, only by use cases, the
 * node's command line and HTTP. Settings from the environment, as for the web process, which must run.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { type Config, ConfigError, readConfig } from "#lib/config.ts"
import { checkProof } from "#lib/fans/check-proof.ts"
import { tagFor } from "#lib/fans/find-proof.ts"
import { getProof } from "#lib/fans/proof-queries.ts"
import { listSites } from "#lib/fans/queries.ts"
import { masterKeyOf } from "#lib/keys/master-key.ts"
import { CARRIERS, FANS, PEOPLE, sitesOf } from "./sample-world/cast.ts"
import { CHAPTERS } from "./sample-world/history.ts"
import { carrierPlace } from "./sample-world/nodes.ts"
import { FILM, GAME, SONG } from "./sample-world/shelf.ts"
import { buttonOf } from "./sample-world/sites.ts"
import { makeWebhook } from "./sample-world/webhook.ts"
import { actorOf, openWorld, type World } from "./sample-world/world.ts"

const began = Date.now()

async function raise(config: Config): Promise<void> {
  if (config.mode !== "sample") throw new ConfigError(["the sample world is made with FANFARE_MODE=sample only"])
  writeWhole(join(config.dataDir, "sign-ins.json"), PEOPLE.map(signIn))
  const world = await openWorld(config)
  try {
    await tellHistory(world)
    await writeBlog(world)
    await makeWebhook(world)
    await proveBlog(world)
  } finally {
    await world.close()
  }
}

async function tellHistory(world: World): Promise<void> {
  const left = CHAPTERS.filter((chapter) => !world.progress.isDone(chapter.name))
  if (left.length > 0) runPairedCarriers(world)
  for (const chapter of left) {
    say(chapter.tell)
    await chapter.make(world)
    world.progress.finish(chapter.name)
  }
}

/** After a crash in the middle, whoever has joined already carries on. */
function runPairedCarriers({ deps, nodes }: World): void {
  for (const number of CARRIERS.keys())
    if (nodes.isPaired(carrierPlace(deps.config.dataDir, number + 1))) nodes.runCarrier(number + 1)
}

/** The stranger's blog is Noor's; its posts read the codes of her buttons here. */
async function writeBlog(world: World): Promise<void> {
  const { slug: siteSlug } = sitesOf(world.deps.config.blogUrl!).noor
  const entry = async (slug: string) => {
    const { name, priceCents, demoTerms } = (await findTitleBySlug(world.deps.db, slug))!
    const code = await buttonOf(world, "noor", slug)
    return { code, name, priceCents: Number(priceCents), hasDemo: demoTerms !== "none", siteSlug }
  }
  const folder = join(world.deps.config.dataDir, "stand-ins", "blog")
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeWhole(join(folder, "links.json"), { game: await entry(GAME), film: await entry(FILM), music: await entry(SONG) })
}

/** Noor pastes the tag into her blog's head and presses: we open the blog as we would any stranger's. */
async function proveBlog(world: World): Promise<void> {
  const { deps } = world
  const actor = await actorOf(world, FANS.noor.email)
  const [site] = await listSites(deps.db, actor.userId)
  const { token, proof } = await getProof(deps.db, actor.userId, site!.siteId)
  if (proof) return
  writeWhole(join(deps.config.dataDir, "stand-ins", "blog", "proof.json"), { headTag: tagFor(token) })
  await checkProof(deps, { actor, siteId: site!.siteId, method: "tag", address: "127.0.0.1" })
}

const signIn = ({ name, role, email, password }: (typeof PEOPLE)[number]) => ({ name, role, email, password })

function writeWhole(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function say(what: string): void {
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(3)
  console.log(`   sample world ${seconds} s  ${what}`)
}

try {
  await raise(readConfig(process.env, masterKeyOf))
  process.exit(0)
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
