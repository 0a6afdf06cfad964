/** What every chapter of the sample world works with: the use cases' dependencies, the nodes, and how far it has come. */
import { setTimeout as sleep } from "node:timers/promises"
import { type Database, openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { findAccountByEmail } from "#lib/auth/queries.ts"
import type { Config } from "#lib/config.ts"
import { composeDeps } from "#server/deps.ts"
import { SampleNodes } from "./nodes.ts"
import { Progress } from "./progress.ts"

export type World = {
  deps: Awaited<ReturnType<typeof composeDeps>>
  nodes: SampleNodes
  progress: Progress
  close(): Promise<void>
}

/** Over the same database as the web process, which runs already and has migrated it. */
export async function openWorld(config: Config): Promise<World> {
  const database = openDatabaseOf(config)
  const deps = await composeDeps(config, database.db)
  const nodes = new SampleNodes(config)
  const close = async () => {
    await nodes.stopAll()
    deps.clock.stop()
    deps.paypal.close()
    await database.close()
  }
  return { deps, nodes, progress: new Progress(config.dataDir, deps.clock.now()), close }
}

function openDatabaseOf({ databaseUrl, dataDir }: Config): Database {
  const address = databaseUrl === null ? embeddedAddress(dataDir) : { url: databaseUrl }
  if (!address) throw new Error(`no database in ${dataDir}: the web process must run first`)
  return openDatabase(address)
}

/** The signed-in account of somebody who has one. */
export async function actorOf({ deps }: Pick<World, "deps">, email: string): Promise<Actor> {
  const account = await findAccountByEmail(deps.db, email)
  if (!account) throw new Error(`${email} has no account`)
  return { userId: account.userId, roles: account.roles, email: account.email }
}

const LOOK_EVERY_MS = 150

/** Asks again and again until the answer is true; throws with `what` when it takes too long. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, limitMs = 60_000): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(LOOK_EVERY_MS)) if (await isSo()) return
  throw new Error(`${what}: not within ${limitMs / 1000} s`)
}

/** Does `work` for each of `list`, at most `most` at once. */
export async function eachAtMost<T>(most: number, list: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...list]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, list.length) }, worker))
}
