/** A load generator on bare sockets: a fixed number of keep-alive connections, each asking again once it was answered. */
import { connect, type Socket } from "node:net"

export type Load = {
  port: number
  host?: string
  connections: number
  /** Stops asking after this long; answers under way are still awaited. */
  durationMs: number
  /** Stops earlier, in the same way. */
  signal?: AbortSignal
  /** The request line's path and further header lines of the n-th request. */
  request: (n: number) => { path: string; headers?: string }
  /** Told the head of every answer; for tests. */
  onAnswer?: (head: string) => void
}

export type LoadResult = {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  statuses: Record<string, number>
  /** Connections that broke before their answer came. */
  broken: number
}

const SAMPLES = 200_000

/** Runs the load and gives what was seen. Never more than `connections` requests are under way. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const seen = { requests: 0, statuses: {} as Record<string, number>, broken: 0, latenciesMs: [] as number[] }
  const startedAt = performance.now()
  const endsAt = startedAt + load.durationMs
  let next = 0
  const head = (): Buffer => {
    const { path, headers = "" } = load.request(next++)
    return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${load.host ?? "localhost"}:${load.port}\r\n${headers}\r\n`)
  }
  await Promise.all(Array.from({ length: load.connections }, () => runConnection(load, endsAt, head, seen)))
  const seconds = (performance.now() - startedAt) / 1_000
  const sorted = Float64Array.from(seen.latenciesMs).sort()
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
  const { requests, statuses, broken } = seen
  return { requests, perSecond: requests / seconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses, broken }
}

type Seen = { requests: number; statuses: Record<string, number>; broken: number; latenciesMs: number[] }

function runConnection(load: Load, endsAt: number, head: () => Buffer, seen: Seen): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ port: load.port, host: "127.0.0.1", noDelay: true })
    let askedAt = 0
    let buffered = ""
    let busy = false
    const ask = () => {
      if (performance.now() >= endsAt || load.signal?.aborted) return socket.end()
      askedAt = performance.now()
      busy = true
      socket.write(head())
    }
    socket.on("connect", ask)
    socket.on("error", () => undefined)
    socket.on("close", () => {
      if (busy) seen.broken += 1
      resolve()
    })
    socket.on("data", (data) => {
      buffered += data.toString("latin1")
      const answer = takeAnswer(buffered)
      if (!answer) return
      buffered = buffered.slice(answer.bytes)
      busy = false
      seen.requests += 1
      seen.statuses[answer.status] = (seen.statuses[answer.status] ?? 0) + 1
      if (seen.latenciesMs.length < SAMPLES) seen.latenciesMs.push(performance.now() - askedAt)
      load.onAnswer?.(answer.head)
      ask()
    })
  })
}

/** One whole answer at the front of what was received, or null while it is incomplete. Chunked bodies are followed to their end. */
function takeAnswer(text: string): { head: string; status: string; bytes: number } | null {
  const end = text.indexOf("\r\n\r\n")
  if (end < 0) return null
  const head = text.slice(0, end)
  const status = head.slice(9, 12)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)
  if (length) return whole(text, head, status, end + 4 + Number(length[1]))
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return { head, status, bytes: end + 4 }
  const last = text.indexOf("0\r\n\r\n", end + 4)
  return last < 0 ? null : whole(text, head, status, last + 5)
}

const whole = (text: string, head: string, status: string, bytes: number) =>
  text.length < bytes ? null : { head, status, bytes }
