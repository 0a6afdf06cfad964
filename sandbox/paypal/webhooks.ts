/** Sends events to the merchant, signed the way PayPal signs, again and again until somebody answers 2xx. */
import { createPrivateKey, sign } from "node:crypto"
import { crc32 } from "node:zlib"
import type { Route } from "./http.ts"
import type { EventRow } from "./rows.ts"
import type { Knobs, World } from "./world.ts"

/** The first delivery and up to 25 more. */
const MAX_ATTEMPTS = 26
/** 9 s * 1.46^n for n = 0..24 sums to 9 * (1.46^25 - 1) / 0.46 = 251 000 s: three days. */
const FIRST_RETRY_MS = 9_000
const RETRY_GROWTH = 1.46
const DELIVERY_DEADLINE_MS = 10_000
const PARALLEL = 4
/** Duplicates were seen 0.07 s apart. */
const DUPLICATE_AFTER_MS = 70
const REORDER_MS = 400

const take = (knobs: Knobs, name: "duplicate" | "reorder" | "drop" | "badSignature" | "wrongWebhookId"): boolean => {
  if (knobs[name] <= 0) return false
  knobs[name] -= 1
  return true
}

/** The headers PayPal signs a delivery with. */
function signedHeaders(world: World, transmissionId: string, body: Buffer): Record<string, string> {
  const time = `${new Date(world.now()).toISOString().slice(0, 19)}Z`
  const webhookId = take(world.knobs, "wrongWebhookId") ? "WH-SOMEBODY-ELSE" : world.options.webhookId
  const text = `${transmissionId}|${time}|${webhookId}|${crc32(body)}`
  const signature = sign("sha256", Buffer.from(text), createPrivateKey(world.chain.leafKeyPem))
  if (take(world.knobs, "badSignature")) signature[0]! ^= 1
  return {
    "content-type": "application/json",
    "paypal-transmission-id": transmissionId,
    "paypal-transmission-time": time,
    "paypal-transmission-sig": signature.toString("base64"),
    "paypal-auth-algo": "SHA256withRSA",
    "paypal-auth-version": "v2",
    "paypal-cert-url": `${world.baseUrl}/v1/notifications/certs/${world.chain.certificateId}`,
  }
}

async function post(world: World, url: string, transmissionId: string, text: string): Promise<string> {
  const body = Buffer.from(text)
  const headers = signedHeaders(world, transmissionId, body)
  try {
    const signal = AbortSignal.timeout(DELIVERY_DEADLINE_MS)
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal })
    await response.body?.cancel()
    return String(response.status)
  } catch (error) {
    return error instanceof Error ? error.message : "failed"
  }
}

export class Deliveries {
  readonly #world: World
  readonly #seen = new Set<string>()
  readonly #flying = new Set<string>()

  constructor(world: World) {
    this.#world = world
  }

  /** Sends what is due; resolves when this round is over. */
  async round(): Promise<void> {
    const url = this.#world.webhookUrl
    if (url === null) return
    const due = [...this.#world.store.rows.events.values()].filter((e) => this.#isDue(e))
    const workers = Array.from({ length: Math.min(PARALLEL, due.length) }, async () => {
      for (let event = due.shift(); event; event = due.shift()) await this.#deliver(url, event)
    })
    await Promise.all(workers)
  }

  #isDue(event: EventRow): boolean {
    if (event.nextAt === null || event.nextAt > this.#world.now() || this.#flying.has(event.id)) return false
    if (this.#seen.has(event.id) || event.attempts > 0) return true
    this.#seen.add(event.id)
    return this.#postpone(event)
  }

  /** First sight of an event: the switches may hold it back or lose it. True when it goes out now. */
  #postpone(event: EventRow): boolean {
    const { knobs } = this.#world
    if (take(knobs, "drop")) {
      this.#settle(event, "dropped", null)
      return false
    }
    const wait = knobs.delayMs + (take(knobs, "reorder") ? REORDER_MS : 0)
    if (wait > 0) event.nextAt = this.#world.now() + wait
    return wait === 0
  }

  async #deliver(url: string, event: EventRow): Promise<void> {
    if (this.#flying.has(event.id)) return
    this.#flying.add(event.id)
    const answer = await post(this.#world, url, event.transmissionId, event.body)
    event.attempts += 1
    event.delivered = /^2\d\d$/.test(answer)
    const again = !event.delivered && event.attempts < MAX_ATTEMPTS
    const wait = FIRST_RETRY_MS * RETRY_GROWTH ** (event.attempts - 1)
    this.#settle(event, answer, again ? this.#world.now() + wait : null)
    this.#flying.delete(event.id)
    if (take(this.#world.knobs, "duplicate")) this.#repeat(url, event)
  }

  #settle(event: EventRow, answer: string, nextAt: number | null): void {
    event.lastAnswer = answer
    event.nextAt = nextAt
    this.#world.store.put("events", event)
    this.#world.store.commit()
  }

  /** The same event once more under another transmission id, whatever the first answer was. */
  #repeat(url: string, event: EventRow): void {
    setTimeout(() => void post(this.#world, url, `${event.transmissionId}-2`, event.body), DUPLICATE_AFTER_MS)
  }
}

export const webhookRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: /^\/v1\/notifications\/certs\/([^/]+)$/,
    door: "open",
    handle: (world, request) =>
      request.params[0] === world.chain.certificateId
        ? { status: 200, text: world.chain.chainPem, headers: { "content-type": "application/x-pem-file" } }
        : { status: 404 },
  },
]
