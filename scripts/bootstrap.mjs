/** What must be there before anything of ours can run: a Node that can install, the packages, and the project's own Node. */
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const MODULES = join(ROOT, "node_modules")
const OLDEST_NODE = 20
/** The TypeScript of server, scripts and node runs as it is from this version on. */
const OWN_NODE = 24

/** Installs what is missing and goes on in the project's own Node; does not return when it had to change over. */
export async function bootstrap() {
  const major = Number(process.versions.node.split(".")[0])
  if (major < OLDEST_NODE)
    giveUp(`Fanfare needs Node ${OLDEST_NODE} or newer to start; this is ${process.version}. See https://nodejs.org`)
  install()
  process.env.PATH = [join(MODULES, ".bin"), process.env.PATH].join(delimiter)
  if (major < OWN_NODE) await changeOver()
}

export function giveUp(message) {
  console.error(message)
  process.exit(1)
}

/** `npm ci` when the lock file is not the one the packages were installed from. */
function install() {
  const lock = join(ROOT, "package-lock.json")
  const stamp = join(MODULES, ".fanfare-installed")
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  const installed = join(MODULES, ".package-lock.json")
  const byHand = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
  if (!byHand || !existsSync(ownNode())) runInstall()
  writeFileSync(stamp, wanted)
}

function runInstall() {
  console.log("installing packages (npm ci; a few minutes the first time)")
  // Started by npm, npm's own path is known; `production` would leave out what builds the pages.
  const npm = process.env.npm_execpath
  // Warnings about other people's packages would only worry who starts this for the first time; errors are shown.
  const install = ["ci", "--loglevel=error"]
  const [command, args] = npm?.endsWith("js") ? [process.execPath, [npm, ...install]] : ["npm", install]
  const { NODE_ENV: _, ...env } = process.env
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env,
    stdio: "inherit",
    shell: process.platform === "win32" && command === "npm",
  })
  if (result.status !== 0) giveUp("Installing the packages failed; the lines above say why. Try `npm ci` by hand.")
  if (!existsSync(ownNode()))
    giveUp(
      "The project's own Node was not installed: packages' install scripts are switched off. Run `npm ci --ignore-scripts=false`.",
    )
}

const ownNode = () => join(MODULES, "node", "bin", process.platform === "win32" ? "node.exe" : "node")

/** Runs the same script again under the project's Node, and ends as it ends. */
function changeOver() {
  const child = spawn(ownNode(), process.argv.slice(1), { stdio: "inherit" })
  // Ctrl-C reaches the whole group by itself; what is sent to this process alone is passed on.
  process.on("SIGINT", () => {})
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  return new Promise(() => {
    child.on("error", (error) => giveUp(`The project's own Node does not start: ${error.message}`))
    child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
  })
}
