/** Which certificate may have signed a webhook: where it may come from, and whose chain it must end in. */
import { X509Certificate } from "node:crypto"
import { rootCertificates } from "node:tls"

const PAYPAL_HOSTS = new Set([
  "api.paypal.com",
  "api-m.paypal.com",
  "api.sandbox.paypal.com",
  "api-m.sandbox.paypal.com",
])
const CERTIFICATE_PATH = /^\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,128}$/
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"])
const MAX_URL = 512
/** Leaf, one or two intermediates, and room; PayPal sends two or three. */
const MAX_CHAIN = 5

/** The stand-in of a development set-up: its own address and the root it made for itself. */
export interface StandInTrust {
  readonly origin: string
  readonly rootPem: string
}

export type CertificateSource = { readonly url: string; readonly from: "paypal" | "stand-in" }

/**
 * The address of a webhook's certificate, or null when it may not be fetched: only https on PayPal's four API hosts, without
 * port or user, under `/v1/notifications/certs/`; with a stand-in configured also its port on loopback.
 */
export function certificateSource(raw: string, standIn: StandInTrust | null): CertificateSource | null {
  if (raw.length > MAX_URL || !URL.canParse(raw)) return null
  const url = new URL(raw)
  // The parser forgives backslashes, tabs and upper case; what it had to change is not what PayPal sends.
  if (url.href !== raw || url.username || url.password || url.search || url.hash) return null
  if (!CERTIFICATE_PATH.test(url.pathname)) return null
  if (url.protocol === "https:" && url.port === "" && PAYPAL_HOSTS.has(url.hostname))
    return { url: raw, from: "paypal" }
  const fromStandIn = standIn !== null && LOOPBACK.has(url.hostname) && isSameStandIn(url, new URL(standIn.origin))
  return fromStandIn ? { url: raw, from: "stand-in" } : null
}

/** Loopback has several names; the port is what tells one stand-in from another. */
const isSameStandIn = (url: URL, standIn: URL): boolean =>
  LOOPBACK.has(standIn.hostname) && url.protocol === standIn.protocol && url.port === standIn.port

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** The certificates in a PEM text, leaf first. Throws on more than five or on any that does not parse. */
export function readPemChain(pem: string): X509Certificate[] {
  const blocks = pem.match(BLOCK) ?? []
  if (blocks.length === 0 || blocks.length > MAX_CHAIN) throw new Error("expected 1 to 5 certificates")
  return blocks.map((block) => new X509Certificate(block))
}

let systemRoots: X509Certificate[] | null = null
const trustedBySystem = (): X509Certificate[] => {
  systemRoots ??= rootCertificates.map((pem) => new X509Certificate(pem))
  return systemRoots
}

/** The roots that certificates from this source must end in. The stand-in's root never vouches for PayPal's hosts. */
export const rootsFor = (from: CertificateSource["from"], standIn: StandInTrust | null): X509Certificate[] =>
  from === "paypal" ? trustedBySystem() : standIn ? [new X509Certificate(standIn.rootPem)] : []

const isCurrent = (c: X509Certificate, at: Date): boolean => new Date(c.validFrom) <= at && at <= new Date(c.validTo)

const isIssuedBy = (child: X509Certificate, parent: X509Certificate): boolean =>
  parent.ca && child.checkIssued(parent) && child.verify(parent.publicKey)

/** Why this chain may not sign at `at`, or null when it may: leaf not an authority, every link signed, dated, ending in a root. */
export function chainFault(
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  at: Date,
): string | null {
  const [leaf, ...others] = chain
  if (!leaf) return "no certificate"
  if (leaf.ca) return "the signing certificate is an authority's"
  let current = leaf
  for (let depth = 0; depth < MAX_CHAIN; depth++) {
    if (!isCurrent(current, at)) return "a certificate in the chain is not valid at this time"
    const root = roots.find((r) => isIssuedBy(current, r))
    if (root) return isCurrent(root, at) ? null : "the root has run out"
    const next = others.find((c) => c !== current && isIssuedBy(current, c))
    if (!next) return "the chain does not end in a root we trust"
    current = next
  }
  return "the chain is too long"
}

/** PayPal's signing certificates are made out to a name under paypal.com (messageverificationcerts.paypal.com). */
export const isMadeOutToPayPal = (leaf: X509Certificate): boolean =>
  /(^|\n)CN=[a-z0-9.-]+\.paypal\.com(\n|$)/.test(leaf.subject)
