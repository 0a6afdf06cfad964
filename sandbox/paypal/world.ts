/** What every part of the stand-in shares: its memory, its clock, its ids, its merchant and its switches. */
import { createHash, randomBytes } from "node:crypto"
import type { SigningChain } from "./certificates.ts"
import type { EventRow } from "./rows.ts"
import { Store } from "./store.ts"

export interface Options {
  readonly dataDir: string
  readonly clientId: string
  readonly clientSecret: string
  readonly webhookId: string
  readonly webhookUrl: string | null
  readonly seed: string | null
  readonly startBalanceCents: number
  /** From a payout's acceptance until its items are worked. */
  readonly processingMs: number
}

/** Switches for tests; counts mean "the next n", null or 0 is off. */
export interface Knobs {
  duplicate: number
  reorder: number
  delayMs: number
  drop: number
  badSignature: number
  wrongWebhookId: number
  /** Deliver webhooks before the API call that caused them is answered. */
  beforeAnswer: boolean
  denyNextBatch: number
  payoutsForbidden: boolean
  tokenSeconds: number
}

/** PayPal's usual life of a token: 9 h. */
const TOKEN_SECONDS = 32_400

export const quietKnobs = (): Knobs => ({
  duplicate: 0,
  reorder: 0,
  delayMs: 0,
  drop: 0,
  badSignature: 0,
  wrongWebhookId: 0,
  beforeAnswer: false,
  denyNextBatch: 0,
  payoutsForbidden: false,
  tokenSeconds: TOKEN_SECONDS,
})

const PAYER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
const ID_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

export class World {
  readonly options: Options
  readonly chain: SigningChain
  readonly store: Store
  readonly knobs: Knobs = quietKnobs()
  readonly merchantId: string
  webhookUrl: string | null
  baseUrl = ""
  #clockOffsetMs = 0

  constructor(options: Options, chain: SigningChain) {
    this.options = options
    this.chain = chain
    this.store = new Store(options.dataDir)
    this.webhookUrl = options.webhookUrl
    this.#clockOffsetMs = Number(this.meta("clockOffsetMs") ?? 0)
    if (this.meta("seed") === null) this.setMeta("seed", options.seed ?? randomBytes(8).toString("hex"))
    if (this.meta("opened") === null) {
      this.setMeta("opened", 1)
      this.move("opening balance", "prefunded", "USD", options.startBalanceCents)
    }
    this.merchantId = this.payerIdFor(`merchant ${options.clientId}`)
    this.store.commit()
  }

  now(): number {
    return Date.now() + this.#clockOffsetMs
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs
  }

  setClockOffset(ms: number): void {
    if (ms === this.#clockOffsetMs) return
    this.#clockOffsetMs = ms
    this.setMeta("clockOffsetMs", ms)
    this.store.commit()
  }

  meta(id: string): string | number | null {
    return this.store.rows.meta.get(id)?.value ?? null
  }

  setMeta(id: string, value: string | number): void {
    this.store.put("meta", { id, value })
  }

  /** The next id in the order of the seed: 17 capital letters and digits, as PayPal's are. */
  newId(): string {
    const count = Number(this.meta("ids") ?? 0) + 1
    this.setMeta("ids", count)
    return spell(`${this.meta("seed")} ${count}`, ID_ALPHABET, 17)
  }

  /** A buyer's account id: always the same one for the same address. */
  payerIdFor(email: string): string {
    return spell(email.toLowerCase(), PAYER_ALPHABET, 13)
  }

  /** Moves the merchant's balance; `amount` in minor units, negative when money leaves. */
  move(kind: string, ref: string, currency: string, amount: number): void {
    const id = `M${this.store.rows.movements.size + 1}`
    this.store.put("movements", { id, at: this.now(), kind, ref, currency, amount })
  }

  balance(currency: string): number {
    let sum = 0
    for (const m of this.store.rows.movements.values()) if (m.currency === currency) sum += m.amount
    return sum
  }

  /** Writes an event into the queue; it goes out with the next delivery round. */
  announce(type: string, resourceType: string, summary: string, resource: unknown): void {
    const id = `WH-${this.newId()}-${this.newId()}`
    const create_time = new Date(this.now()).toISOString()
    const links = [{ href: `${this.baseUrl}/v1/notifications/webhooks-events/${id}`, rel: "self", method: "GET" }]
    const version = resourceType === "checkout-order" || resourceType === "capture" ? "2.0" : "1.0"
    const body = {
      id,
      event_version: "1.0",
      create_time,
      resource_type: resourceType,
      resource_version: version,
      event_type: type,
      summary,
      resource,
      links,
    }
    const row: EventRow = {
      id,
      type,
      body: JSON.stringify(body),
      transmissionId: `${this.newId().toLowerCase()}-standin`,
      attempts: 0,
      nextAt: this.now(),
      delivered: false,
      lastAnswer: null,
    }
    this.store.put("events", row)
  }
}

function spell(text: string, alphabet: string, length: number): string {
  const bytes = createHash("sha256").update(text).digest()
  return Array.from({ length }, (_, i) => alphabet[bytes[i]! % alphabet.length]).join("")
}
