/** One request to one address that was checked: connected to that very address, under the name the certificate must fit. */
import { request as httpRequest, type IncomingMessage } from "node:http"
import { request as httpsRequest } from "node:https"
import { isIP, isIPv6, type LookupFunction } from "node:net"
import { SECOND_MS } from "../kernel/period.ts"
import type { CheckedUrl } from "./outside-address.ts"
import { OutsideError } from "./outside-error.ts"

export type Question = {
  at: CheckedUrl
  /** All checked; tried in this order until one takes the connection. */
  addresses: readonly string[]
  method: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array | null
  signal: AbortSignal
  /** Certificate authorities to believe instead of the usual ones; for tests. */
  ca?: string
}

/** Node's own default, written down: a stranger may fill this much with headers and not more. */
const HEADER_LIMIT_BYTES = 16 * 1024
/** For each but the last address of a name; a line across the world needs a third of it. */
const NEXT_ADDRESS_MS = SECOND_MS

/** The answer with its body still to be read. Throws OutsideError refused, too_large or tls; whatever `signal` says. */
export function askOnce({ at, addresses, method, headers, body, signal, ca }: Question): Promise<IncomingMessage> {
  const { url, host, port } = at
  const secure = url.protocol === "https:"
  const options = {
    host,
    port,
    method,
    path: url.pathname + url.search,
    headers: { ...headers, host: url.port ? `${bracketed(host)}:${url.port}` : bracketed(host), connection: "close" },
    // The name is not asked for a second time: its owner could answer differently.
    lookup: pinned(addresses),
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    // No connection is shared with, or left over from, another request.
    agent: false as const,
    maxHeaderSize: HEADER_LIMIT_BYTES,
    insecureHTTPParser: false,
    signal,
    ...(secure ? { servername: isIP(host) ? "" : host, rejectUnauthorized: true, ...(ca ? { ca } : {}) } : {}),
  }
  return new Promise((done, fail) => {
    const request = secure ? httpsRequest(options) : httpRequest(options)
    request.on("error", (error) => fail(signal.aborted ? error : named(error, host)))
    // A stranger that switches protocols, or closes without a word, gives neither an answer nor an error.
    request.on("close", () => fail(new OutsideError("refused", `${host} hung up.`)))
    request.on("response", done)
    request.end(body ?? undefined)
  })
}

const bracketed = (host: string): string => (isIPv6(host) ? `[${host}]` : host)

function pinned(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, { all }, answer) => (all ? answer(null, known) : answer(null, known[0]!.address, known[0]!.family))
}

const TLS_FAULT =
  /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH|EPROTO)/

/** What Node calls it, in our words. */
export function named(error: unknown, host: string): OutsideError {
  if (error instanceof OutsideError) return error
  const { code = "", message } = error as NodeJS.ErrnoException
  if (code === "HPE_HEADER_OVERFLOW")
    return new OutsideError("too_large", `${host} sent too many headers.`, { cause: error })
  if (TLS_FAULT.test(code)) return new OutsideError("tls", `${host}: ${message}`, { cause: error })
  return new OutsideError("refused", `${host}: ${message || code}`, { cause: error })
}
