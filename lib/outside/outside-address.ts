/** From what somebody typed to the addresses we may connect to: read as browsers read it, resolved once, checked whole. */
import { isIP } from "node:net"
import type { OutsideDns } from "./outside-dns.ts"
import { OutsideError } from "./outside-error.ts"
import { isPrivateName } from "./private-names.ts"
import { isPublicAddress } from "./public-address.ts"

export type OutsideRules = {
  httpsOnly: boolean
  /** "any" is 80, 443 and everything from 1024: what people run web services on, and not a mail server. */
  ports: "default" | "any"
}

/** What may be opened although it is private: "127.0.0.1:3004". For the sample world and tests alone. */
export type Allowed = ReadonlySet<string>

export type CheckedUrl = { url: URL; host: string; port: number }

const MAX_CHARS = 2_048
const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 }
/** More addresses than any real name has. */
const MAX_ADDRESSES = 32

/**
 * The address, with its host in ASCII and without a dot at its end. WHATWG's reading makes one spelling of 0x7f.1,
 * 2130706433 and full-width digits, so that what is judged is what is called. Throws OutsideError bad_address or private_address.
 */
export function checkUrl(raw: string, rules: OutsideRules, allowed: Allowed, base?: URL): CheckedUrl {
  if (raw.length > MAX_CHARS || !URL.canParse(raw, base)) throw bad("it is no address")
  const url = new URL(raw, base)
  const standard = DEFAULT_PORTS[url.protocol]
  if (standard === undefined || (rules.httpsOnly && url.protocol !== "https:")) throw bad("its scheme is not fetched")
  if (url.username || url.password) throw bad("it holds a name or a password")
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "")
  const port = url.port === "" ? standard : Number(url.port)
  if (!host) throw bad("it names no host")
  if (!portIsCalled(port, rules) && !allowedPort(port, allowed)) throw bad(`port ${port} is not called`)
  if (isIP(host) === 0 && isPrivateName(host)) throw secret(host)
  url.hash = ""
  return { url, host, port }
}

const portIsCalled = (port: number, { ports }: OutsideRules): boolean =>
  port === 80 || port === 443 || (ports === "any" && port >= 1_024)

const allowedPort = (port: number, allowed: Allowed): boolean =>
  [...allowed].some((address) => address.endsWith(`:${port}`))

/**
 * The addresses to connect to, and no others: the caller must not resolve again. One private answer among public ones
 * spoils all of them, since the name's owner chose both. Throws OutsideError unresolvable or private_address.
 */
export async function checkedAddresses(
  { host, port }: CheckedUrl,
  rules: OutsideRules,
  { dns, allowed }: { dns: OutsideDns; allowed: Allowed },
): Promise<string[]> {
  const found = isIP(host) ? [host] : await resolved(host, dns)
  for (const address of found) {
    if (allowed.has(`${address}:${port}`)) continue
    if (!isPublicAddress(address)) throw secret(host)
    if (!portIsCalled(port, rules)) throw bad(`port ${port} is not called`)
  }
  return found
}

async function resolved(host: string, dns: OutsideDns): Promise<string[]> {
  const found = await dns.addresses(host).catch((cause: unknown) => {
    throw new OutsideError("unresolvable", `DNS did not answer for ${host}.`, { cause })
  })
  if (found.length === 0) throw new OutsideError("unresolvable", `${host} has no address.`)
  return found.slice(0, MAX_ADDRESSES)
}

const bad = (why: string) => new OutsideError("bad_address", `The address is not fetched: ${why}.`)
const secret = (host: string) => new OutsideError("private_address", `${host} leads into a private network.`)
