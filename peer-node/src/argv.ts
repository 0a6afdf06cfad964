/** The command line: which commands and options there are, how they are read, and what --help says. */
import { isIP } from "node:net"
import { homedir } from "node:os"
import path from "node:path"
import { parseArgs } from "node:util"
import { NodeError } from "./errors.ts"

export const COMMANDS = {
  login: {
    usage: "login URL [--name NAME] [--library]",
    summary: "Pair this node with your account on a platform.",
    help: "Prints a code and an address; open it, compare the fingerprint, confirm. --library also lets this node get\nand open what your account owns.",
    operands: 1,
    options: ["name", "library"],
  },
  run: {
    usage: "run",
    summary: "Carry: serve what is stocked, hand in receipts, follow your orders.",
    help: "Runs until it is stopped. Prints one line `listening ADDRESS:PORT`, then what happens.",
    operands: 0,
    options: [],
  },
  stock: {
    usage: "stock TITLE",
    summary: "Put a title on this node's shelf.",
    help: "TITLE is a title's short name (as in its address) or its id. A running node does it; else it is done at once.",
    operands: 1,
    options: [],
  },
  unstock: {
    usage: "unstock TITLE",
    summary: "Take a title off the shelf and its bits off the disk.",
    help: "The node does not take it up again until you `stock` it here.",
    operands: 1,
    options: [],
  },
  get: {
    usage: "get TITLE [--try] [--code CODE] [--out DIR] [--origin-only] [--keep-carrying]",
    summary: "Download what your account owns or tries.",
    help: "Goes on where an earlier `get` stopped. A purchase is written to --out (default ./TITLE), a trial demo's trial\nfiles too; a timed demo is opened with `open`. --origin-only: no other fan sees your address. --keep-carrying:\nserve it to others from the first piece on, and stay. --try: start the free demo first. --code: a fan's code;\nwhoever has it is credited for what your account buys or tries in the next 14 days, and it costs you nothing.",
    operands: 1,
    options: ["try", "code", "out", "origin-only", "keep-carrying"],
  },
  open: {
    usage: "open TITLE [--out DIR] [--serve]",
    summary: "Open what is already here; after buying a demo there is no second download.",
    help: "Writes a purchase to --out. A timed demo is served on this machine alone until you stop, and never saved;\n--serve does the same with a purchase.",
    operands: 1,
    options: ["out", "serve"],
  },
  status: {
    usage: "status",
    summary: "What this node is, holds, has carried and has been answered for.",
    help: "Asks the running node, or reads the data folder.",
    operands: 0,
    options: [],
  },
  statement: {
    usage: "statement [--from INSTANT] [--to INSTANT] [--out FILE]",
    summary: "Download your account's statement.",
    help: "Instants are ISO 8601, e.g. 2026-11-01T00:00:00Z. Default: everything, to fanfare-statement.json.",
    operands: 0,
    options: ["from", "to", "out"],
  },
  verify: {
    usage: "verify FILE [--keys FILE]",
    summary: "Recompute a statement offline and name the first line that does not hold.",
    help: "Uses the keys saved at pairing, or a key set (JWKS) given with --keys.",
    operands: 1,
    options: ["keys"],
  },
} as const
export type CommandName = keyof typeof COMMANDS

/** Options of a command of its own; the common ones work with every command. */
const OPTIONS = {
  name: { type: "string" },
  library: { type: "boolean" },
  out: { type: "string" },
  try: { type: "boolean" },
  code: { type: "string" },
  "origin-only": { type: "boolean" },
  "keep-carrying": { type: "boolean" },
  serve: { type: "boolean" },
  from: { type: "string" },
  to: { type: "string" },
  keys: { type: "string" },
} as const
const COMMON = {
  data: { type: "string" },
  bind: { type: "string" },
  port: { type: "string" },
  "up-limit": { type: "string" },
  "down-limit": { type: "string" },
  floor: { type: "string" },
  "disk-limit": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const

const COMMON_HELP = `Options of every command:
  --data DIR          data folder (FANFARE_NODE_DATA, else ~/.fanfare-node)
  --bind ADDRESS      address to listen on and to connect from
  --port N            port to listen on (default 41750)
  --up-limit RATE     bytes per second, e.g. 500k or 2M; 0 = no limit
  --down-limit RATE   bytes per second; 0 = no limit
  --floor RATE        bytes per second; when fans send less, the origin helps (default 131072)
  --disk-limit BYTES  most bytes kept, e.g. 200G; 0 = no limit
  --json              one JSON object per line instead of sentences
  --help`

export interface CommandLine {
  readonly command: CommandName
  /** The command's one operand; empty for commands without. */
  readonly operand: string
  readonly dataDir: string
  readonly bind: string | null
  readonly port: number | null
  /** Bytes per second and bytes; 0 = no limit. */
  readonly uploadLimit: number
  readonly downloadLimit: number
  /** Bytes per second; 0 = the engine's own. */
  readonly floor: number
  readonly diskLimit: number
  readonly json: boolean
  readonly name: string | null
  readonly out: string | null
  /** A creator code to type before anything else. */
  readonly code: string | null
  /** Start the demo before getting it. */
  readonly tries: boolean
  readonly from: string | null
  readonly to: string | null
  readonly keys: string | null
  readonly library: boolean
  readonly originOnly: boolean
  readonly keepCarrying: boolean
  readonly serve: boolean
}

type Environment = { readonly [name: string]: string | undefined }

export type Parsed = { readonly help: string } | { readonly line: CommandLine }

/** Throws `usage` with what is wrong. */
export function parseArgv(argv: readonly string[], env: Environment): Parsed {
  const [name, ...rest] = argv
  if (name === undefined || name === "--help" || name === "-h" || name === "help") return { help: overview() }
  if (!isCommand(name)) throw new NodeError("usage", `there is no command "${name}"; try --help`)
  const { values, positionals } = readOptions(name, rest)
  if (values.help) return { help: helpOf(name) }
  const { operands, usage } = COMMANDS[name]
  if (positionals.length !== operands) throw new NodeError("usage", `usage: fanfare-node ${usage}`)
  return { line: toLine(name, positionals[0] ?? "", values, env) }
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)

function readOptions(name: CommandName, args: string[]) {
  const allowed = Object.entries(OPTIONS).filter(([o]) => (COMMANDS[name].options as readonly string[]).includes(o))
  const options = { ...COMMON, ...(Object.fromEntries(allowed) as Partial<typeof OPTIONS>) } as typeof COMMON &
    typeof OPTIONS
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new NodeError(
      "usage",
      `${(error as Error).message.split(". ")[0]}; usage: fanfare-node ${COMMANDS[name].usage}`,
    )
  }
}

type Values = ReturnType<typeof readOptions>["values"]

function toLine(command: CommandName, operand: string, v: Values, env: Environment): CommandLine {
  return {
    command,
    operand,
    dataDir: path.resolve(v.data ?? env.FANFARE_NODE_DATA ?? path.join(homedir(), ".fanfare-node")),
    bind: readAddress(v.bind),
    port: readPort(v.port),
    uploadLimit: readBytes("up-limit", v["up-limit"]),
    downloadLimit: readBytes("down-limit", v["down-limit"]),
    floor: readBytes("floor", v.floor),
    diskLimit: readBytes("disk-limit", v["disk-limit"]),
    json: v.json ?? false,
    name: v.name ?? null,
    out: v.out ?? null,
    code: v.code ?? null,
    tries: v.try ?? false,
    from: readInstant("from", v.from),
    to: readInstant("to", v.to),
    keys: v.keys ?? null,
    library: v.library ?? false,
    originOnly: v["origin-only"] ?? false,
    keepCarrying: v["keep-carrying"] ?? false,
    serve: v.serve ?? false,
  }
}

function readAddress(given: string | undefined): string | null {
  if (given === undefined) return null
  if (isIP(given) === 0) throw new NodeError("usage", `--bind takes an IP address, not "${given}"`)
  return given
}

function readPort(given: string | undefined): number | null {
  if (given === undefined) return null
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  if (!(port >= 1 && port <= 65_535))
    throw new NodeError("usage", `--port takes a number from 1 to 65535, not "${given}"`)
  return port
}

const FACTORS: Record<string, number> = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

function readBytes(option: string, given: string | undefined): number {
  if (given === undefined) return 0
  const match = /^(\d{1,15}(?:\.\d{1,3})?)([kmgt]?)$/i.exec(given)
  const bytes = match ? Math.floor(Number(match[1]) * FACTORS[match[2]!.toLowerCase()]!) : Number.NaN
  if (!Number.isSafeInteger(bytes))
    throw new NodeError("usage", `--${option} takes bytes like 500k or 2M, not "${given}"`)
  return bytes
}

function readInstant(option: string, given: string | undefined): string | null {
  if (given === undefined) return null
  const at = new Date(given)
  if (Number.isNaN(at.getTime())) throw new NodeError("usage", `--${option} takes an ISO 8601 instant, not "${given}"`)
  return at.toISOString()
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((n) => n.length))
  const lines = Object.entries(COMMANDS).map(([name, c]) => `  ${name.padEnd(width)}  ${c.summary}`)
  return `fanfare-node: stock demos, carry bits, be paid.\n\n${lines.join("\n")}\n\n${COMMON_HELP}\n\nfanfare-node COMMAND --help says more.`
}

function helpOf(name: CommandName): string {
  const { usage, summary, help } = COMMANDS[name]
  return `fanfare-node ${usage}\n\n${summary}\n${help}\n\n${COMMON_HELP}`
}
