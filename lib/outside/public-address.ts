/** Which IP addresses belong to the open internet: the only ones we connect to for somebody else. */
import { BlockList, isIP, isIPv4 } from "node:net"

/** IANA's special-purpose registry (RFC 6890 and its updates): what is in here is somebody's own network, or nobody's. */
const SPECIAL_4: readonly [network: string, bits: number][] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT; cloud metadata of one provider
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // not in the registry: a cloud's host agent on a public address
  ["169.254.0.0", 16], // link-local; cloud metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments; cloud metadata of one provider
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast at its end
]

/** All of the open internet on IPv6; loopback, ULA, link-local, multicast, mapped, compatible and NAT64 lie outside it. */
const GLOBAL_6 = ["2000::", 3] as const
const SPECIAL_6: readonly [network: string, bits: number][] = [
  ["2001::", 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4: carries any IPv4 address
  ["3fff::", 20], // documentation
]

const special4 = listOf(SPECIAL_4, "ipv4")
const special6 = listOf(SPECIAL_6, "ipv6")
const global6 = listOf([GLOBAL_6], "ipv6")

function listOf(networks: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList()
  for (const [network, bits] of networks) list.addSubnet(network, bits, family)
  return list
}

/** Whether this is the address of a machine on the open internet, written plainly; anything odd is not. */
export function isPublicAddress(address: string): boolean {
  // A zone names one of our own network cards.
  if (isIP(address) === 0 || address.includes("%")) return false
  if (isIPv4(address)) return !special4.check(address, "ipv4")
  return global6.check(address, "ipv6") && !special6.check(address, "ipv6")
}
