/** One bounded HTTP exchange, from the node's own address. */
import { request as httpRequest } from "node:http"
import { request as httpsRequest } from "node:https"
import { isIPv6 } from "node:net"
import { PlatformUnreachable } from "./platform-errors.ts"

export type Answer = { status: number; body: Uint8Array }

export type Exchange = {
  method: string
  headers: Record<string, string>
  body: Uint8Array | null
  maxBytes: number
  signal: AbortSignal
  localAddress?: string
}

/**
 * One HTTP exchange with a bounded answer; no redirects are followed. A kept connection that the other side had closed
 * costs one more try. Throws `PlatformUnreachable`, or the caller's abort reason.
 */
export async function exchange(url: URL, call: Exchange): Promise<Answer> {
  try {
    return await attempt(url, call)
  } catch (error) {
    if (!(error instanceof PlatformUnreachable) || !STALE.has((error.cause as StaleCause)?.code ?? "")) throw error
    return attempt(url, call)
  }
}

type StaleCause = NodeJS.ErrnoException | undefined
const STALE = new Set(["ECONNRESET", "EPIPE"])

function attempt(url: URL, call: Exchange): Promise<Answer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest
  const { method, headers, signal, localAddress } = call
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        signal.aborted && signal.reason?.name === "AbortError"
          ? signal.reason
          : new PlatformUnreachable(error.message, error),
      )
    const options = {
      method,
      headers: { ...headers, ...(call.body ? { "content-length": String(call.body.length) } : {}) },
      signal,
    }
    // "localhost" may mean ::1 first, which cannot be reached from a local address of the other family.
    const from = localAddress ? { localAddress, family: isIPv6(localAddress) ? 6 : 4 } : {}
    const outgoing = send(url, { ...options, ...from }, (incoming) => {
      const chunks: Uint8Array[] = []
      let length = 0
      incoming.on("data", (chunk: Buffer) => {
        length += chunk.length
        if (length > call.maxBytes) incoming.destroy(new Error(`answer larger than ${call.maxBytes} bytes`))
        else chunks.push(chunk)
      })
      incoming.on("error", fail)
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, body: new Uint8Array(Buffer.concat(chunks)) }),
      )
    })
    outgoing.on("error", fail)
    outgoing.end(call.body ?? undefined)
  })
}
