/**
 * The web process: opens the database, composes everything, and serves the fast path and Next on one port, with the job
 * loop beside them. Settings come from the environment (lib/config.ts). It ends on SIGTERM, SIGINT or when its parent goes.
 */
import { createServer, type RequestListener, type Server } from "node:http"
import { join } from "node:path"
import next from "next"
import { type Database, type DatabaseAddress, openDatabase } from "#db/client.ts"
import { startEmbedded } from "#db/embedded.ts"
import { FolderHeldError } from "#db/folder-lock.ts"
import { migrateDatabase } from "#db/migrate.ts"
import { type Config, ConfigError, readConfig } from "#lib/config.ts"
import type { Deps } from "#lib/deps.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { masterKeyOf } from "#lib/keys/master-key.ts"
import { mailTransport } from "#lib/mail/deliver-mails.ts"
import { type ClickPath, openClickPath } from "./click-path.ts"
import { composeDeps } from "./deps.ts"
import { embedFacts } from "./embed-facts.ts"
import { createEmbedPath } from "./embed-path.ts"
import { createFontPath } from "./font-path.ts"
import { type FastPath, frontDoor, sendProblem } from "./http.ts"
import { JobLoop } from "./job-loop.ts"
import { everywhereJobs, HANDLERS, REPEATING_JOBS } from "./jobs.ts"
import { landingPath } from "./landing-path.ts"
import { createMediaPath } from "./media-path.ts"
import { createOembedPath } from "./oembed-path.ts"
import { platformPaths } from "./platform-paths.ts"
import { protocolPath } from "./protocol-path.ts"
import { createQrPath } from "./qr-path.ts"
import { choosePath } from "./reader-choices.ts"
import { SiteHosts } from "./site-hosts.ts"
import { openTakenDownPath, type TakenDownPath } from "./taken-down-path.ts"
import { createTracker } from "./tracker.ts"
import { handleUpload, UPLOADS_PATH } from "./uploads.ts"
import { within } from "./within.ts"

const ROOT = join(import.meta.dirname, "..")
/** Requests on their way at a stop get this long. */
const DRAIN_MS = 5 * SECOND_MS
/** One PATCH of an upload is 64 MiB; on a 1 Mbit/s line it takes nine minutes. */
const REQUEST_LIMIT_MS = 15 * 60 * SECOND_MS

const log = (message: string) => console.error(message)

async function openDatabaseOf(config: Config): Promise<Database> {
  const embedded = config.databaseUrl === null ? await startEmbedded(config.dataDir) : null
  const address: DatabaseAddress = embedded ? embedded.address : { url: config.databaseUrl! }
  const database = openDatabase(address, log)
  await migrateDatabase(database)
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  return { ...database, close }
}

async function start(): Promise<void> {
  const config = readConfig(process.env, masterKeyOf)
  const database = await openDatabaseOf(config)
  const deps = await composeDeps(config, database.db)
  // Pages run in Next's bundle; what stands here before it is prepared is what they see.
  globalThis.__fanfare = deps
  const clicks = await openClickPath({ deps, log })
  const takenDown = await openTakenDownPath(deps)
  deps.caches = cachesOf(clicks, takenDown)
  const siteHosts = new SiteHosts(deps, log)
  await siteHosts.start()
  const dev = process.env.NODE_ENV !== "production"
  // Next listens for its development socket on one server; ours are two, one for each loopback address.
  const sockets = createServer()
  const app = next({ dev, dir: ROOT, hostname: "localhost", port: config.port, httpServer: sockets })
  await app.prepare()
  const listener = frontDoor({
    fastPaths: [siteHosts.handle, ...pathsOf(deps, clicks, takenDown)],
    next: app.getRequestHandler(),
    trustedProxies: config.trustedProxies,
    log,
  })
  const servers = await listen(listener, config)
  if (dev) for (const server of servers) server.on("upgrade", (...event) => sockets.emit("upgrade", ...event))
  const jobs = new JobLoop({
    deps,
    handlers: HANDLERS,
    repeating: REPEATING_JOBS,
    everywhere: everywhereJobs(mailTransport(config)),
    log,
  })
  await jobs.start()
  deps.clock.onJump(() => jobs.wake())
  stopOnSignal(async () => {
    await closeServers(servers)
    await jobs.stop()
    await clicks.stop()
    takenDown.stop()
    siteHosts.stop()
    deps.clock.stop()
    deps.paypal.close()
    // A database that hangs keeps its connections; what it was still asked is asked again at the next start.
    await within(DRAIN_MS, database.close())
  })
  console.log(`web listening on ${config.publicUrl}`)
  process.send?.("ready")
}

type ServerDeps = Awaited<ReturnType<typeof composeDeps>>

/** What this process must forget at once; others see a change within seconds. */
const cachesOf = ({ links }: ClickPath, takenDown: TakenDownPath): Deps["caches"] => ({
  titleChanged: async (titleId) => {
    links.forgetWhere((link) => link.titleId === titleId)
    await takenDown.look()
  },
  linkChanged: async (linkId) => links.forgetWhere((link) => link.linkId === linkId),
  ownerChanged: async (userId) => links.forgetWhere((link) => link.ownerId === userId),
})

/** Everything that is answered in front of Next, the busiest first. */
function pathsOf(deps: ServerDeps, clicks: ClickPath, takenDown: TakenDownPath): FastPath[] {
  const { publicUrl } = deps.config
  const shown = { links: clicks.links, facts: embedFacts(deps) }
  return [
    clicks.handle,
    createQrPath({ links: clicks.links, publicUrl }),
    createEmbedPath({ ...shown, scriptFile: join(ROOT, "public/embed.js") }),
    createOembedPath({ ...shown, config: deps.config }),
    takenDown.handle,
    createMediaPath(deps),
    createTracker(deps),
    landingPath(deps, ROOT),
    ...platformPaths(deps),
    protocolPath(ROOT),
    choosePath(publicUrl),
    createFontPath(ROOT),
    uploadPath((req, res) => handleUpload(req, res, deps)),
  ]
}

function uploadPath(handle: (...args: Parameters<RequestListener>) => Promise<void>): FastPath {
  return (req, res) => {
    const url = req.url ?? ""
    if (url !== UPLOADS_PATH && !url.startsWith(`${UPLOADS_PATH}/`)) return false
    handle(req, res).catch((error: unknown) => sendProblem(res, error))
    return true
  }
}

/** On every address in production; else on both loopback addresses, whichever "localhost" means to a caller. */
async function listen(listener: RequestListener, { mode, listenPort }: Config): Promise<Server[]> {
  const hosts = mode === "production" ? ["0.0.0.0"] : ["127.0.0.1", "::1"]
  const servers = await Promise.all(hosts.map((host) => listenOn(listener, host, listenPort)))
  return servers.filter((server) => server !== null)
}

function listenOn(listener: RequestListener, host: string, port: number): Promise<Server | null> {
  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS, headersTimeout: 20 * SECOND_MS }, listener)
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 is fine.
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") return done(null)
      const taken = error.code === "EADDRINUSE"
      fail(new Error(taken ? `Port ${port} is taken: stop what uses it, or start with --port N.` : error.message))
    })
    server.listen(port, host, () => done(server))
  })
}

async function closeServers(servers: readonly Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())))
  for (const server of servers) server.closeIdleConnections()
  await Promise.race([Promise.all(closed), new Promise((done) => setTimeout(done, DRAIN_MS))])
  for (const server of servers) server.closeAllConnections()
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const once = () => {
    if (stopping) return
    stopping = true
    const finish = (code: number) => process.exit(code)
    stop().then(
      () => finish(0),
      (error: Error) => {
        log(`stopping: ${error.message}`)
        finish(1)
      },
    )
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, once)
  process.once("disconnect", once)
}

/** What a person can put right is said in one line; everything else with its trace. */
start().catch((error: Error) => {
  const plain =
    error instanceof ConfigError || error instanceof FolderHeldError || /^Port \d+ is taken/.test(error.message)
  console.error(plain ? error.message : error)
  process.exit(1)
})
