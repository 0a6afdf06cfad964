/** What a command prints: sentences for people, or with --json one JSON object per line; never both. */
export interface Output {
  readonly json: boolean
  /** Something happened. `text` null: only programs hear of it. */
  event(name: string, facts: object, text: string | null): void
  /** The command's result, once. */
  result(facts: object, text: string): void
  /** Replaced by the next one on a terminal; programs and files get it at most once a second. */
  progress(name: string, facts: object, text: string): void
}

/** How a running node tells what happens. */
export type Emit = Output["event"]

const PROGRESS_MS = 1_000

export function openOutput(json: boolean, stream: NodeJS.WriteStream = process.stdout): Output {
  const live = !json && stream.isTTY === true
  let progressAt = Number.NEGATIVE_INFINITY
  let open = false
  const line = (text: string) => {
    if (open) stream.write("\r\x1b[K")
    open = false
    stream.write(`${text}\n`)
  }
  const say = (facts: object, text: string | null) => {
    if (json) line(JSON.stringify(facts))
    else if (text !== null) line(text)
  }
  return {
    json,
    event: (name, facts, text) => say({ event: name, ...facts }, text),
    result: (facts, text) => say(facts, text),
    progress: (name, facts, text) => {
      if (live) {
        stream.write(`\r\x1b[K${text}`)
        open = true
        return
      }
      const now = performance.now()
      if (now - progressAt < PROGRESS_MS) return
      progressAt = now
      say({ event: name, ...facts }, text)
    },
  }
}

/** "1.5 MB": powers of ten, three digits at most. */
export function showBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"]
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Columns as wide as their widest cell. */
export function showTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((r) => r[i]?.length ?? 0)))
  return rows
    .map((r) =>
      r
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}
