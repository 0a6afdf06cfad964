/** Where the present request came from: the client's address as the fast path saw it. */
import "server-only"
import { headers } from "next/headers"

/** Set by server/http on every request, over whatever the client sent; the trusted-proxy rule is applied there. */
export const ADDRESS_HEADER = "x-fanfare-address"

/** The client's IP address; "0.0.0.0" when the fast path was not in front. */
export async function clientAddress(): Promise<string> {
  return (await headers()).get(ADDRESS_HEADER) ?? "0.0.0.0"
}
