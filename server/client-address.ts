/** Who is calling: the socket's address, or what a proxy we trust says about it. */
import type { IncomingMessage } from "node:http"
import { isIP } from "node:net"

/**
 * The caller's address. X-Forwarded-For is read from its right end, skipping trusted proxies, and only when the socket
 * itself is one of them: anybody can write the left end.
 */
export function clientAddress(req: IncomingMessage, trustedProxies: readonly string[]): string {
  const socket = plain(req.socket.remoteAddress ?? "")
  if (trustedProxies.length === 0 || !trustedProxies.includes(socket)) return socket
  const forwarded = String(req.headers["x-forwarded-for"] ?? "").slice(-500)
  const hops = forwarded.split(",").map((hop) => plain(hop.trim()))
  const client = hops.reverse().find((hop) => !trustedProxies.includes(hop))
  return client && isIP(client) ? client : socket
}

/** IPv4 addresses arrive as ::ffff:a.b.c.d on a socket that listens on both. */
const plain = (address: string): string => (address.startsWith("::ffff:") ? address.slice(7) : address)
