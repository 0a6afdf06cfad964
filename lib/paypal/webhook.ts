/** Tells whether a webhook was signed by PayPal, offline but for the first fetch of the signing certificate. */
import { verify, type X509Certificate } from "node:crypto"
import { crc32 } from "node:zlib"
import { DAY_MS, MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import {
  type CertificateSource,
  certificateSource,
  chainFault,
  isMadeOutToPayPal,
  readPemChain,
  rootsFor,
  type StandInTrust,
} from "./certificate.ts"
import { parseJson } from "./outcome.ts"
import type { PayPalConfig, WebhookInput, WebhookVerdict } from "./port.ts"
import { readHint } from "./webhook-event.ts"

/** PayPal's events are a few kilobytes. */
export const MAX_WEBHOOK_BYTES = 256 * 1024
const MAX_HEADER = 512
/** RSA-4096 in base64 is 684 characters. */
const MAX_SIGNATURE = 1_024
/** PayPal delivers for 3 days; one more for clocks. Older ones are somebody's replay. */
const MAX_AGE_MS = 4 * DAY_MS
const MAX_AHEAD_MS = DAY_MS

const MAX_PEM_BYTES = 64 * 1024
const FETCH_DEADLINE_MS = 5 * SECOND_MS
const CACHE_MS = 7 * DAY_MS
const MAX_CACHED = 16
/** Addresses come from strangers' requests: at most 20 fetches a minute, so that nobody aims us at PayPal. */
const MAX_FETCHES_PER_MINUTE = 20

interface Transmission {
  readonly id: string
  readonly time: string
  readonly signature: Buffer
  readonly source: CertificateSource
}

interface CachedChain {
  readonly chain: readonly X509Certificate[]
  readonly until: number
}

const forged = (reason: string) => ({ kind: "forged" as const, reason })
const later = (reason: string) => ({ kind: "unknown" as const, reason })

export class WebhookVerifier {
  readonly #webhookId: string
  readonly #standIn: StandInTrust | null
  readonly #faultPoint: (name: string) => void | Promise<void>
  readonly #cache = new Map<string, CachedChain>()
  #fetchTimes: number[] = []

  constructor(config: PayPalConfig, faultPoint: (name: string) => void | Promise<void>) {
    this.#webhookId = config.webhookId
    this.#faultPoint = faultPoint
    const rootPem = config.trustedRootPem
    this.#standIn = rootPem === undefined ? null : { origin: new URL(config.baseUrl).origin, rootPem }
  }

  /** Verdict on one delivery. Its body is then known to come from PayPal once, no more: see `WebhookHint`. */
  async verify(input: WebhookInput): Promise<WebhookVerdict> {
    if (input.rawBody.length > MAX_WEBHOOK_BYTES) return forged("the body is too large")
    const read = readTransmission(input, this.#standIn)
    if (typeof read === "string") return forged(read)
    const chain = await this.#chain(read.source)
    if (typeof chain === "string") return later(chain)
    return this.#judge(input, read, chain)
  }

  #judge(input: WebhookInput, transmission: Transmission, chain: readonly X509Certificate[]): WebhookVerdict {
    const { source, id, time, signature } = transmission
    const fault = chainFault(chain, rootsFor(source.from, this.#standIn), input.now)
    if (fault) return forged(fault)
    const leaf = chain[0]!
    if (source.from === "paypal" && !isMadeOutToPayPal(leaf)) return forged("the certificate is not PayPal's")
    const signed = `${id}|${time}|${this.#webhookId}|${crc32(input.rawBody)}`
    if (!verify("sha256", Buffer.from(signed), leaf.publicKey, signature)) return forged("the signature does not match")
    const hint = readHint(parseJson(Buffer.from(input.rawBody).toString("utf8")), id)
    return hint ? { kind: "genuine", hint } : forged("the body is not an event")
  }

  async #chain(source: CertificateSource): Promise<readonly X509Certificate[] | string> {
    const cached = this.#cache.get(source.url)
    if (cached && cached.until > Date.now()) return cached.chain
    if (!this.#mayFetch()) return "too many certificates asked for; wait a minute"
    await this.#faultPoint("paypal.fetchCertificate.before")
    const chain = await fetchChain(source.url).catch((error: unknown) => `no certificate: ${String(error)}`)
    await this.#faultPoint("paypal.fetchCertificate.after")
    if (typeof chain !== "string") this.#remember(source.url, chain)
    return chain
  }

  #mayFetch(): boolean {
    const now = Date.now()
    this.#fetchTimes = this.#fetchTimes.filter((at) => at > now - MINUTE_MS)
    return this.#fetchTimes.length < MAX_FETCHES_PER_MINUTE && this.#fetchTimes.push(now) > 0
  }

  #remember(url: string, chain: readonly X509Certificate[]): void {
    const oldest = this.#cache.keys().next().value
    if (this.#cache.size >= MAX_CACHED && oldest !== undefined) this.#cache.delete(oldest)
    this.#cache.set(url, { chain, until: Date.now() + CACHE_MS })
  }
}

function readTransmission(input: WebhookInput, standIn: StandInTrust | null): Transmission | string {
  const header = (name: string) => input.headers[`paypal-${name}`] ?? ""
  const [id, time, signature] = [header("transmission-id"), header("transmission-time"), header("transmission-sig")]
  if (!id || id.length > MAX_HEADER || id.includes("|")) return "no transmission id"
  if (header("auth-algo") !== "SHA256withRSA") return "an algorithm we do not know"
  const at = time.length <= MAX_HEADER ? Date.parse(time) : Number.NaN
  if (Number.isNaN(at) || time.includes("|")) return "no transmission time"
  const age = input.now.getTime() - at
  if (age > MAX_AGE_MS || age < -MAX_AHEAD_MS) return "the transmission time is out of range"
  if (signature.length === 0 || signature.length > MAX_SIGNATURE) return "no signature"
  const source = certificateSource(header("cert-url"), standIn)
  return source
    ? { id, time, signature: Buffer.from(signature, "base64"), source }
    : "a certificate address we do not trust"
}

/** Fetches a certificate chain: no redirects, 5 s, at most 64 KiB. Rejects when anything is off. */
async function fetchChain(url: string): Promise<X509Certificate[]> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(FETCH_DEADLINE_MS) })
  if (response.status !== 200 || !response.body) throw new Error(`status ${response.status}`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body) {
    size += part.length
    if (size > MAX_PEM_BYTES) throw new Error("too large")
    parts.push(part)
  }
  return readPemChain(Buffer.concat(parts).toString("latin1"))
}
