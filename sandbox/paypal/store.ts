/** The stand-in's memory: maps of rows over an append-only journal, one line per change, so that kill -9 loses nothing. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { Tables } from "./rows.ts"

const NAMES = [
  "orders",
  "captures",
  "refunds",
  "disputes",
  "batches",
  "items",
  "movements",
  "replays",
  "tokens",
  "events",
  "meta",
] as const satisfies readonly (keyof Tables)[]

type Name = (typeof NAMES)[number]
type Rows = { readonly [N in Name]: Map<string, Tables[N]> }
type Upsert = readonly [Name, { readonly id: string }]

export class Store {
  readonly rows: Rows
  readonly #fd: number
  #pending: Upsert[] = []

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true })
    const path = join(dataDir, "journal.jsonl")
    this.rows = Object.fromEntries(NAMES.map((n) => [n, new Map()])) as unknown as Rows
    if (existsSync(path)) this.#replay(readFileSync(path, "utf8"))
    this.#compact(path)
    this.#fd = openSync(path, "a")
  }

  /** Takes a new or changed row into the change that `commit` will write. */
  put<N extends Name>(name: N, row: Tables[N]): Tables[N] {
    ;(this.rows[name] as Map<string, Tables[N]>).set(row.id, row)
    this.#pending.push([name, row])
    return row
  }

  /** Writes everything put since the last commit as one line: all of it or nothing survives a crash. */
  commit(): void {
    if (this.#pending.length === 0) return
    const line = Buffer.from(`${JSON.stringify(this.#pending)}\n`)
    this.#pending = []
    for (let at = 0; at < line.length; ) at += writeSync(this.#fd, line, at)
  }

  close(): void {
    this.commit()
    closeSync(this.#fd)
  }

  #replay(text: string): void {
    const lines = text.split("\n")
    // What follows the last newline was cut off by a crash: it was never answered for.
    lines.pop()
    for (const line of lines) {
      for (const [name, row] of JSON.parse(line) as Upsert[]) (this.rows[name] as Map<string, unknown>).set(row.id, row)
    }
  }

  #compact(path: string): void {
    const all = NAMES.flatMap((n) => [...this.rows[n].values()].map((row) => `${JSON.stringify([[n, row]])}\n`))
    writeFileSync(`${path}.new`, all.join(""))
    renameSync(`${path}.new`, path)
  }
}
