/** The download by a node with a fresh identity: from carriers, and from the origin when they are killed; to the last byte. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { COMET_THEMES, renderWav } from "../../sandbox/works/synth.ts"
import { ROOT } from "./running-world.ts"
import { demand, type Step, until } from "./steps.ts"
import type { Tale } from "./tell-tale.ts"

/** An address no other node of the world has, so that the carriers are in other networks. */
const BUYER_ADDRESS = process.platform === "linux" ? "127.0.77.1" : "127.0.0.1"
/** Slow enough to kill carriers half way: 24 MB take some six seconds. */
const DOWN_LIMIT = "4M"
const KILL_AT = 0.3

export const CARRYING: readonly Step<Tale>[] = [
  { name: "a node with a fresh identity is paired", run: pair },
  { name: "it downloads from carriers, and from the origin when they die", run: download },
  { name: "every byte is the original's", run: compare },
]

const common = ({ world }: Tale) => ["--data", world.path("buyer-node"), "--bind", BUYER_ADDRESS, "--json"]

type Shown = { event: string; verification_uri_complete: string; fingerprint: string }

async function pair(tale: Tale): Promise<string> {
  const { world, people } = tale
  const shown: { code?: Shown } = {}
  const ended = world.nodeLines(
    ["login", world.url, "--name", "a machine of the tale", "--library", ...common(tale)],
    (line) => {
      const said = JSON.parse(line) as Shown
      if (said.event === "code") shown.code = said
    },
  )
  const code = await until("the node's code", async () => shown.code)
  const page = await people.page("buyer")
  await page.goto(code.verification_uri_complete)
  const print = code.fingerprint
  demand(((await page.locator("main").textContent()) ?? "").includes(print), `the page does not show ${print}`)
  await page.locator("input[name=scopes][value=library]").check()
  await page.getByRole("button", { name: "Approve this node" }).click()
  const { code: exit, stderr } = await ended
  demand(exit === 0, `login ended with ${exit}: ${stderr}`)
  return `the page and the node show the same fingerprint, ${print}`
}

type Got = {
  event: string
  /** Where the files were written. */
  out: string
  bytesFromCarriers: number
  bytesFromOrigin: number
  perTicket: { ticket: string; bytes: number; pieces: number }[]
}

async function download(tale: Tale): Promise<string> {
  const { world } = tale
  const title = (await (await fetch(`${world.url}/api/v1/titles/tin-comet`)).json()) as { size: string | number }
  tale.sizeBytes = BigInt(title.size)
  let killed = false
  const args = ["get", "tin-comet", "--out", world.path("bought"), "--down-limit", DOWN_LIMIT, ...common(tale)]
  const { code, stdout, stderr } = await world.nodeLines(args, (line) => {
    if (killed || !isTimeToKill(line, tale.sizeBytes)) return
    killed = true
    for (const number of [1, 2, 3]) killCarrier(tale, number)
  })
  demand(code === 0, `get ended with ${code}: ${stderr}\n${stdout}`)
  const got = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Got)
    .find((e) => e.event === "got")
  demand(got, "get told no result")
  const carriers = got.perTicket.filter((t) => t.bytes > 0)
  demand(killed, "the download was over before the carriers could be killed")
  demand(carriers.length >= 2, `${carriers.length} carriers took part`)
  demand(got.bytesFromOrigin * 10 >= Number(tale.sizeBytes), `only ${got.bytesFromOrigin} bytes came from the origin`)
  demand(BigInt(got.bytesFromCarriers + got.bytesFromOrigin) >= tale.sizeBytes, "carriers and origin do not add up")
  tale.boughtFolder = got.out
  for (const { ticket, bytes } of carriers)
    tale.receipts.set(Buffer.from(ticket, "hex").toString("base64url"), BigInt(bytes))
  return `${carriers.map((c) => c.bytes).join(" + ")} bytes from ${carriers.length} carriers until all were killed, ${got.bytesFromOrigin} from the origin`
}

type Progress = { event: string; have_bytes: number; carriers: { bytes: number }[] }

/** Two carriers have delivered, and enough is left for the origin to be needed. */
function isTimeToKill(line: string, size: bigint): boolean {
  const said = JSON.parse(line) as Progress
  if (said.event !== "progress" || said.have_bytes < Number(size) * KILL_AT) return false
  return said.carriers.filter((carrier) => carrier.bytes > 0).length >= 2
}

/** The world runs them again a second later, as it does with anything that dies. */
function killCarrier({ world }: Tale, number: number): void {
  const { pid } = JSON.parse(readFileSync(join(world.carrierFolder(number), "lock"), "utf8")) as { pid: number }
  process.kill(pid, "SIGKILL")
}

async function compare(tale: Tale): Promise<string> {
  const out = tale.boughtFolder
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((file) => join(file.parentPath, file.name))
  const got = new Map(paths.map((path) => [relative(out, path).split(sep).join("/"), path]))
  const wanted = originals()
  demand(got.size === wanted.size, `${got.size} files instead of ${wanted.size}: ${[...got.keys()].join(", ")}`)
  let bytes = 0
  for (const [path, original] of wanted) {
    const file = got.get(path)
    demand(file, `${path} is missing`)
    const here = readFileSync(file)
    demand(here.equals(original), `${path} differs from the original`)
    bytes += here.length
  }
  return `${wanted.size} files, ${bytes} bytes`
}

/** The works as they lie in the tree, and the soundtrack as the synthesiser plays it: 45 s at 132 beats a minute. */
function originals(): Map<string, Buffer> {
  const work = (name: string) => readFileSync(join(ROOT, "sandbox", "works", "tin-comet", name))
  const part = (prefix: string, levels: string): [string, Buffer][] => [
    [`${prefix}index.html`, work("index.html")],
    [`${prefix}comet.js`, work("comet.js")],
    [`${prefix}levels.js`, work(levels)],
  ]
  const themes = COMET_THEMES.map((theme, i): [string, Buffer] => [
    `soundtrack/night-${i + 1}.wav`,
    Buffer.from(renderWav(theme, 8, 132, 45)),
  ])
  return new Map([...part("", "levels-trial.js"), ...part("full/", "levels-full.js"), ...themes])
}
