/** Builds the pages and the embed script when what they are made of has changed since the last time. */
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./bootstrap.mjs"

const SOURCES = [
  "app",
  "components",
  "db",
  "embed",
  "lib",
  "peer-node",
  "next.config.ts",
  "postcss.config.mjs",
  "package-lock.json",
]
const SCRIPTS = ["embed.js", "landing.js"]
const STAMP = join(ROOT, ".next", "fanfare-stamp")

/** Answers whether anything had to be built. Rejects with the builder's last words. */
export async function buildIfNeeded(say) {
  const wanted = hashOfSources()
  const built =
    existsSync(STAMP) &&
    readFileSync(STAMP, "utf8") === wanted &&
    SCRIPTS.every((file) => existsSync(join(ROOT, "public", file)))
  if (built) return false
  await buildScripts(say)
  say("building the pages (half a minute or so)")
  await run([join("node_modules", "next", "dist", "bin", "next"), "build"])
  writeFileSync(STAMP, wanted)
  return true
}

/** Milliseconds; pages compiled on demand need them as well. */
export async function buildScripts(say) {
  say("building the small scripts")
  await run(["scripts/build-embed.ts"])
}

function hashOfSources() {
  const hash = createHash("sha256")
  for (const file of SOURCES.flatMap((source) => filesUnder(join(ROOT, source)))) {
    hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file))
  }
  return hash.digest("hex")
}

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules" && entry.name !== "dist" && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)))
}

function run(args) {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] })
  const words = []
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => words.push(chunk))
  return new Promise((done, fail) => {
    child.on("exit", (code) =>
      code === 0
        ? done()
        : fail(new Error(`${args.join(" ")} failed:\n${Buffer.concat(words).toString().slice(-4_000)}`)),
    )
  })
}
