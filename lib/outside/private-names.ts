/** Names that mean something only inside somebody's own network: nobody can own them, and we never ask for them. */

/** Last labels kept back by RFC 2606, 6761, 6762, 7686, 8375, 9476, and by ICANN for private networks. */
const PRIVATE = new Set(
  "localhost local localdomain internal intranet lan home corp private test invalid onion arpa alt".split(" "),
)

/** Whether this name (lower case, no dot at its end) exists only inside private networks; names of one label always do. */
export function isPrivateName(host: string): boolean {
  const labels = host.split(".")
  return labels.length < 2 || PRIVATE.has(labels.at(-1)!)
}
