/** Network groups: which addresses count as one network, and which may be dialled at all. */
import { isIPv4, isIPv6 } from "node:net"
import type { Mode } from "#lib/config.ts"

/**
 * The /24 of an IPv4 address or the /56 of an IPv6 address. In the sample world every node and buyer sits on its own
 * 127.0.N.1, so that the same rule gives each of them a group of its own.
 */
export function networkGroup(address: string): string {
  const plain = unmap(address)
  if (isIPv4(plain)) return `${plain.split(".").slice(0, 3).join(".")}.0/24`
  const words = expand(plain)
  return `${words.slice(0, 3).join(":")}:${words[3]!.slice(0, 2)}00::/56`
}

/** Whether a node at this address may be dialled: public addresses; loopback too outside production. */
export function isDialable(address: string, mode: Mode): boolean {
  const plain = unmap(address)
  if (!isIPv4(plain) && !isIPv6(plain)) return false
  if (isLoopback(plain)) return mode !== "production"
  return isIPv4(plain) ? !isPrivateV4(plain) : !isPrivateV6(plain)
}

/** "::ffff:1.2.3.4" is 1.2.3.4. */
export const unmap = (address: string): string =>
  address.toLowerCase().startsWith("::ffff:") && isIPv4(address.slice(7)) ? address.slice(7) : address

const isLoopback = (address: string): boolean => address === "::1" || /^127\./.test(address)

function isPrivateV4(address: string): boolean {
  const [a = 0, b = 0] = address.split(".").map(Number)
  if (a === 0 || a === 10 || a >= 224) return true
  if (a === 172) return b >= 16 && b < 32
  if (a === 100) return b >= 64 && b < 128
  return (a === 192 && b === 168) || (a === 169 && b === 254)
}

/** Only global unicast (2000::/3) is dialled. */
const isPrivateV6 = (address: string): boolean => !/^[23]/.test(expand(address)[0]!)

/** Eight groups of four hex digits. */
function expand(address: string): string[] {
  const [head = "", tail = ""] = address.split("%")[0]!.split("::")
  const left = head === "" ? [] : head.split(":")
  const right = tail === "" ? [] : tail.split(":")
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0")
  return [...left, ...zeros, ...right].map((word) => word.toLowerCase().padStart(4, "0"))
}
