/** `npm start`: from a fresh clone to a running Fanfare, with its sample world; see HELP below. */
import { existsSync, readFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { bootstrap, giveUp, ROOT } from "./bootstrap.mjs"

const HELP = `Fanfare: fans are paid for bringing people to a work they love, and for carrying its bits.

  npm start [-- options]

  --data DIR    the folder everything is kept in (./data)
  --port N      the web's port; the origin, PayPal's stand-in, the mailbox and the blog take the ports after it (3000)
  --empty       without the sample world: an empty house of your own
  --webs N      that many web processes, the others from port +5 on; needs DATABASE_URL (1, at most 5)
  --dev         pages are compiled as they are asked for and reload when a file changes; slower, for working on them
  --help        this

Environment: DATABASE_URL (PostgreSQL 15 or newer; else a database of its own in the data folder), PAYPAL_CLIENT_ID,
PAYPAL_CLIENT_SECRET, PAYPAL_WEBHOOK_ID, SMTP_URL, GITHUB_CLIENT_ID/_SECRET, GOOGLE_CLIENT_ID/_SECRET,
FANFARE_MODE (sample, local, production), FANFARE_PUBLIC_URL, FANFARE_ORIGIN_URL, FANFARE_MASTER_KEY, and the terms of
the deal (FANFARE_*; see lib/config.ts). All are checked at start.
`

const options = readOptions()
await bootstrap()

const { ConfigError, readConfig } = await import("../lib/config.ts")
const { masterKeyOf } = await import("../lib/keys/master-key.ts")
const { assertFolderFree, FolderHeldError } = await import("../db/folder-lock.ts")
const { buildIfNeeded, buildScripts } = await import("./build.mjs")
const { Children } = await import("./children.mjs")
const processes = await import("./processes.mjs")

const began = Date.now()
const children = new Children((message) => stop(1, message))
let ending = false
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0, "stopping"))
run().catch((error) => stop(1, isPlain(error) ? error.message : (error.stack ?? String(error))))

async function run() {
  const env = environment()
  Object.assign(process.env, env)
  const config = readConfig(env, masterKeyOf)
  if (config.databaseUrl === null) assertFolderFree(config.dataDir)
  await checkPorts(config)
  await (options.dev ? buildScripts(say) : buildIfNeeded(say))
  say("opening the database, starting the web process")
  for (const standIn of processes.standIns(config, env)) await children.start(standIn)
  await children.start(processes.web(env))
  for (const more of processes.moreWebs(config, env, webCount(config))) await children.start(more)
  for (const origin of processes.origin(env)) await children.start(origin)
  if (config.mode === "sample") await raiseSampleWorld(config, env)
  showTable(config)
  console.log(`ready ${config.publicUrl}`)
}

function webCount({ databaseUrl }) {
  const count = Number(options.webs)
  if (!/^[1-5]$/.test(options.webs)) throw new ConfigError(["--webs is a number from 1 to 5"])
  if (count > 1 && databaseUrl === null)
    throw new ConfigError(["--webs needs DATABASE_URL: the embedded database belongs to one process"])
  return count
}

/** Weeks of history by use cases at the first start; afterwards it only looks that all is there. */
async function raiseSampleWorld(config, env) {
  const script = join(ROOT, "scripts", "sample-world.ts")
  // Before the world: its owner proves that it is theirs, and somebody must answer when we look.
  for (const neighbour of processes.blog(config, env)) await children.start(neighbour)
  if (!options.empty && existsSync(script)) {
    say("raising the sample world")
    await finished({ name: "sample", file: "scripts/sample-world.ts", env })
  }
  for (const neighbour of processes.carriers(config, env)) await children.start(neighbour)
}

/** Runs a script to its end, its words passed on. */
async function finished({ name, file, env }) {
  const { spawn } = await import("node:child_process")
  const { NODE_ENV: _, ...scriptEnv } = env
  const args = ["--import", join(ROOT, "scripts", "with-parent.mjs"), file]
  const stdio = ["ignore", "inherit", "inherit", "ipc"]
  const child = spawn(process.execPath, args, { cwd: ROOT, env: scriptEnv, stdio })
  const end = () => child.kill("SIGTERM")
  process.once("exit", end)
  const code = await new Promise((done) => child.once("exit", done))
  process.off("exit", end)
  if (code !== 0) throw new Error(`${name} failed (code ${code}); its lines above say why`)
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: "string" },
        port: { type: "string" },
        empty: { type: "boolean", default: false },
        webs: { type: "string", default: "1" },
        dev: { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    })
    if (values.help) {
      console.log(HELP)
      process.exit(0)
    }
    return values
  } catch (error) {
    return giveUp(`${error.message}\nnpm start -- --help shows what there is.`)
  }
}

function environment() {
  const env = { ...process.env, NODE_ENV: options.dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" }
  env.FANFARE_MODE ||= options.empty ? "local" : "sample"
  if (options.data) env.FANFARE_DATA = options.data
  if (options.port) env.FANFARE_PORT = options.port
  // The stranger's blog runs on this very machine, where nothing is opened for people otherwise.
  if (env.FANFARE_MODE === "sample") env.FANFARE_OUTSIDE_ALLOW ||= `127.0.0.1:${Number(env.FANFARE_PORT || 3000) + 4}`
  return env
}

async function checkPorts({ mode, port }) {
  const last = mode === "production" ? port + 1 : port + 4
  for (let wanted = port; wanted <= last; wanted++) {
    if (!(await isFree(wanted)))
      throw new ConfigError([
        `port ${wanted} is taken (Fanfare uses ${port} to ${last}): stop what uses it, or start with --port N`,
      ])
  }
}

function isFree(port) {
  return new Promise((done) => {
    const probe = createServer()
    probe.once("error", (error) => done(error.code !== "EADDRINUSE"))
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)))
  })
}

function say(what) {
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(3)
  console.log(`${seconds} s  ${what}`)
}

/** One table: where everything is, and who can sign in. */
function showTable(config) {
  const rows = [
    ["Fanfare", config.publicUrl],
    ["origin", config.originUrl],
  ]
  if (config.mode !== "production") {
    if (config.paypal.standIn) rows.push(["PayPal's stand-in", config.paypal.baseUrl])
    if (!config.smtpUrl) rows.push(["mailbox", config.mailboxUrl])
  }
  if (config.mode === "sample") rows.push(["a stranger's blog", config.blogUrl])
  for (const { name, role, email, password } of signIns(config.dataDir))
    rows.push([`${name} (${role})`, `${email}  ${password}`])
  const width = Math.max(...rows.map(([what]) => what.length))
  console.log(["", ...rows.map(([what, where]) => `  ${what.padEnd(width)}  ${where}`), ""].join("\n"))
}

/** Written by the sample world: [{name, role, email, password}]. */
function signIns(dataDir) {
  try {
    return JSON.parse(readFileSync(join(dataDir, "sign-ins.json"), "utf8"))
  } catch {
    return []
  }
}

const isPlain = (error) =>
  error instanceof ConfigError || error instanceof FolderHeldError || /did not start|failed/.test(error.message)

async function stop(code, message) {
  if (ending) return
  ending = true
  if (message) console.log(message)
  await children.stop()
  process.exit(code)
}
