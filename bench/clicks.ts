/**
 * How fast `/r/CODE` is with every click stored, against a bare Next route and a bare node:http server that store
 * nothing. Interleaved rounds, medians, each server a production build in its own process; the load generator is this
 * process, on bare sockets. `npm run bench:clicks [-- --connections 1,32,256 --rounds 5 --seconds 3]`; with DATABASE_URL the
 * same again on that PostgreSQL, in a database of its own.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { sql } from "drizzle-orm"
import pg from "pg"
import { type DatabaseAddress, openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import { lookOf } from "#lib/fans/link-code.ts"
import { cpuMs, type Running, startBareNext, startBareNode, startOurs } from "./click-servers.ts"
import { type LoadResult, runLoad } from "./load-generator.ts"

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "1,32,256" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
  },
})
const bounded = (raw: string, max: number) => Math.max(1, Math.min(max, Number.parseInt(raw, 10) || 1))
const CONNECTIONS = values.connections
  .split(",")
  .slice(0, 5)
  .map((count) => bounded(count, 1_024))
const ROUNDS = bounded(values.rounds, 20)
const DURATION_MS = bounded(values.seconds, 30) * 1_000

/** The database takes clicks more slowly than the journal. */
const BEHIND_LIMIT_MS = 300_000

const CODE = "bench000"
/** A thousand browsers of one network: each counts once an hour, the rest are stored as doubles. */
const AGENTS = 1_000
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0."

const request = (n: number) => ({
  path: `/r/${CODE}?s=post-${n % 97}`,
  headers: `User-Agent: ${AGENT}${n % AGENTS}.0 Safari/537.36\r\nReferer: https://blog.example/posts/1\r\n`,
})

type Round = LoadResult & { cpuMicros: number | null }

/** How many redirects each server has answered, those of unread rounds among them. */
const answered = new Map<Running, number>()

async function round(server: Running, connections: number): Promise<Round> {
  const before = cpuMs(server.pid)
  const result = await runLoad({ port: server.port, connections, durationMs: DURATION_MS, request })
  const after = cpuMs(server.pid)
  if (result.statuses["302"] !== result.requests || result.broken > 0) {
    throw new Error(`${server.name} answered ${JSON.stringify(result.statuses)}, ${result.broken} broke`)
  }
  answered.set(server, (answered.get(server) ?? 0) + result.requests)
  const cpuMicros = before === null || after === null ? null : ((after - before) * 1_000) / result.requests
  return { ...result, cpuMicros }
}

async function measure(
  label: string,
  servers: readonly Running[],
  connections: number,
): Promise<Map<Running, Round[]>> {
  const rounds = new Map<Running, Round[]>(servers.map((server) => [server, []]))
  // A first, unread round of each: compilers and caches warm up.
  for (const server of servers) await round(server, connections)
  for (let i = 0; i < ROUNDS; i++)
    for (const server of servers) rounds.get(server)!.push(await round(server, connections))
  for (const [server, all] of rounds) {
    const of = (pick: (r: Round) => number) => median(all.map(pick))
    const cpu = all[0]!.cpuMicros === null ? "" : `, ${of((r) => r.cpuMicros!).toFixed(0)} µs CPU each`
    console.log(
      `${label} ${connections} connection(s), ${server.name}: ${of((r) => r.perSecond).toFixed(0)} redirects/s, p50 ${of((r) => r.p50Ms).toFixed(1)} ms, p99 ${of((r) => r.p99Ms).toFixed(1)} ms${cpu}`,
    )
  }
  return rounds
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const rate = (rounds: Round[]) => median(rounds.map((r) => r.perSecond))
const p99 = (rounds: Round[]) => median(rounds.map((r) => r.p99Ms))

/** The link the load goes to, made as rows: a benchmark needs no history. */
async function makeLink(address: DatabaseAddress): Promise<void> {
  const { db, close } = openDatabase(address)
  const rows = [
    sql`insert into "user" (id, email, roles, created_at) values ('usr_bench', 'bench@bench.example', '{fan}', now())`,
    sql`insert into publisher (id, owner_id, name, created_at) values ('pub_bench', 'usr_bench', 'Bench', now())`,
    sql`insert into title (id, slug, publisher_id, name, description, kind, state, price_cents, demo_terms, created_at)
      values ('ttl_bench', 'a-work', 'pub_bench', 'A work', '', 'game', 'published', 3000, 'trial', now())`,
    sql`insert into link (id, code, look, owner_id, title_id, created_at)
      values ('lnk_bench', ${CODE}, ${lookOf(CODE)}, 'usr_bench', 'ttl_bench', now())`,
  ]
  for (const row of rows) await db.execute(row)
  await close()
}

/** Waits until the database has all that were answered: each stands in the journal before its redirect, and comes from there. */
async function countClicks(address: DatabaseAddress, answered: number): Promise<{ stored: number; behindMs: number }> {
  const { db, close } = openDatabase(address)
  const startedAt = performance.now()
  const behindMs = () => performance.now() - startedAt
  let stored = 0
  while (stored < answered && behindMs() < BEHIND_LIMIT_MS) {
    const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from click`)
    stored = rows[0]!.n
    if (stored < answered) await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await close()
  return { stored, behindMs: behindMs() }
}

/** Prints its ratios: higher is better for `vs-`, lower for `p99-`. */
async function compare(label: string, ours: Running, address: DatabaseAddress, peers: readonly Running[]) {
  await makeLink(address)
  const [node, next] = peers as [Running, Running]
  const ratios: string[] = []
  for (const connections of CONNECTIONS) {
    const rounds = await measure(label, [node, next, ours], connections)
    const [mine, theirs, bare] = [rounds.get(ours)!, rounds.get(next)!, rounds.get(node)!]
    const name = `${label === EMBEDDED ? "" : "-postgres"}-${connections}`
    ratios.push(
      `ratio clicks-vs-next${name} ${(rate(mine) / rate(theirs)).toFixed(2)}`,
      `ratio clicks-vs-node${name} ${(rate(mine) / rate(bare)).toFixed(2)}`,
      `ratio clicks-p99-vs-next${name} ${(p99(mine) / p99(theirs)).toFixed(2)}`,
    )
  }
  const { stored, behindMs } = await countClicks(address, answered.get(ours)!)
  if (stored !== answered.get(ours)) throw new Error(`${answered.get(ours)} redirects, but ${stored} clicks stored`)
  console.log(
    `${label} every click is in the database: ${stored} rows, the last ${(behindMs / 1_000).toFixed(1)} s after the load`,
  )
  return ratios
}

async function withScratchDatabase<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `fanfare_bench_${process.pid}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const scratch = new URL(url)
  scratch.pathname = `/${name}`
  try {
    return await work(scratch.href)
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
}

const EMBEDDED = "embedded database,"
const folder = mkdtempSync(join(tmpdir(), "bench-clicks-"))
const started: Running[] = []
const keep = async (starting: Promise<Running>): Promise<Running> => {
  const running = await starting
  started.push(running)
  return running
}

try {
  console.log(
    `load: ${CONNECTIONS.join(", ")} keep-alive connections from one process on bare sockets, ${cpus().length} cores shared by generator and server, ${ROUNDS} rounds of ${DURATION_MS / 1_000} s each, medians`,
  )
  const peers = [await keep(startBareNode(3_981)), await keep(startBareNext(3_982))]
  const embedded = await keep(startOurs(3_980, join(folder, "embedded"), null))
  const ratios = await compare(EMBEDDED, embedded, embeddedAddress(join(folder, "embedded"))!, peers)
  await embedded.stop()
  if (process.env.DATABASE_URL) {
    await withScratchDatabase(process.env.DATABASE_URL, async (url) => {
      const ours = await keep(startOurs(3_983, join(folder, "postgres"), url))
      ratios.push(...(await compare("PostgreSQL,", ours, { url }, peers)))
      await ours.stop()
    })
  }
  for (const line of ratios) console.log(line)
} finally {
  for (const running of started) await running.stop()
  rmSync(folder, { recursive: true, force: true })
}
