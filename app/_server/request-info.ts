/** Where the present request came from: the client's address as the fast path saw it. */
import "server-only"
import { headers } from "next/headers"
import { networkGroup } from "#lib/delivery/network-group.ts"

/** Set by server/http on every request, over whatever the client sent; the trusted-proxy rule is applied there. */
export const ADDRESS_HEADER = "x-fanfare-address"

/** The client's IP address; "0.0.0.0" when the fast path was not in front. */
export async function clientAddress(): Promise<string> {
  return (await headers()).get(ADDRESS_HEADER) ?? "0.0.0.0"
}

/** The network a route handler's request came from; null when nobody knows. */
export function callerNetwork(request: Request): string | null {
  const address = request.headers.get(ADDRESS_HEADER)
  return address ? networkGroup(address) : null
}
