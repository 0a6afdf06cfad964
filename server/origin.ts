/**
 * The origin process: the publisher-side seeder over HTTP. `node server/origin.ts [--rate BYTES] [--session-rate BYTES]`,
 * settings from the environment as for the web process. It ends on SIGTERM, SIGINT or when its parent goes.
 */
import { createServer, type Server } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import { type DatabaseAddress, openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import { folderStorage } from "#lib/catalog/folder-storage.ts"
import { releaseFolder } from "#lib/catalog/publish-release.ts"
import { openPlatformClock } from "#lib/clock/platform-clock.ts"
import { type Config, ConfigError, readConfig } from "#lib/config.ts"
import { masterKeyOf } from "#lib/keys/master-key.ts"
import { originHandler } from "./origin-http.ts"
import { DEFAULT_LIMITS, originThrottle } from "./origin-throttle.ts"

/** The embedded database may start after this process does. */
const DATABASE_WAIT_MS = 30_000
/** What is on its way when the process is asked to stop may take this long. */
const DRAIN_MS = 5_000

const config = readSettings()
const database = openDatabase(await databaseAddress(config))
const clock = await openPlatformClock(database.db, config.mode)
const storage = folderStorage(releaseFolder(config.dataDir))
const handler = originHandler({ db: database.db, clock, storage }, originThrottle(limits()))
const servers = await listen(config)
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop())
process.once("disconnect", () => void stop())
console.log(`origin listening on ${config.originUrl}`)
process.send?.("ready")

/** What a person can put right is said in words, without a trace. */
function readSettings(): Config {
  try {
    return readConfig(process.env, masterKeyOf)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

async function databaseAddress({ databaseUrl, dataDir }: Config): Promise<DatabaseAddress> {
  if (databaseUrl) return { url: databaseUrl }
  for (const until = Date.now() + DATABASE_WAIT_MS; Date.now() < until; await sleep(100)) {
    const address = embeddedAddress(dataDir)
    if (address) return address
  }
  console.error(`origin: no database in ${dataDir}: start the web process first, or set DATABASE_URL`)
  process.exit(1)
}

function limits() {
  const options = { rate: { type: "string" }, "session-rate": { type: "string" } } as const
  const { values } = parseArgs({ options })
  const rate = (s: string | undefined) => (s === undefined ? null : Math.max(1, Math.floor(Number(s)) || 1))
  return { ...DEFAULT_LIMITS, bytesPerSecond: rate(values.rate), sessionBytesPerSecond: rate(values["session-rate"]) }
}

/** On every address in production; else on both loopback addresses, whichever "localhost" means to a caller. */
async function listen({ mode, originPort }: Config): Promise<Server[]> {
  const hosts = mode === "production" ? ["0.0.0.0"] : ["127.0.0.1", "::1"]
  const listening = await Promise.all(hosts.map((host) => listenOn(host, originPort)))
  return listening.filter((server) => server !== null)
}

function listenOn(host: string, port: number): Promise<Server | null> {
  const server = createServer(handler)
  // A grant's body is small; a reader who takes nothing for two minutes has gone.
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  server.setTimeout(120_000)
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 is fine.
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") return resolve(null)
      console.error(`origin: cannot listen on ${host}, port ${port}: ${error.message}`)
      process.exit(1)
    })
    server.listen(port, host, () => resolve(server))
  })
}

/** No new requests; pieces on their way are finished, then the database is let go. */
async function stop(): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())))
  for (const server of servers) server.closeIdleConnections()
  await Promise.race([Promise.all(closed), sleep(DRAIN_MS)])
  for (const server of servers) server.closeAllConnections()
  await Promise.race([database.close(), sleep(1_000)])
  process.exit(0)
}
