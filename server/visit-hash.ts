/** Tells a visitor's second click from another's first: HMAC(secret of the day, network | agent | link). */
import { hash } from "node:crypto"
import { isIP } from "node:net"
import { dayOf } from "#lib/attribution/day-secret.ts"
import { addDays, MINUTE_MS } from "#lib/kernel/period.ts"

/** The secrets of today, and of tomorrow so that midnight asks nobody. Those of days gone by are forgotten here as well. */
export class DaySecrets {
  readonly #load: (day: string) => Promise<Uint8Array>
  readonly #secrets = new Map<string, Uint8Array>()
  #timer: NodeJS.Timeout | null = null

  constructor(load: (day: string) => Promise<Uint8Array>) {
    this.#load = load
  }

  /** Loads the secrets around `now()` and keeps doing so; rejects only when the first load fails. */
  async start(now: () => Date): Promise<void> {
    await this.#refresh(now())
    this.#timer = setInterval(() => void this.#refresh(now()).catch(() => undefined), MINUTE_MS)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer ?? undefined)
  }

  /** The day's secret; loads it when the clock jumped, and in an outage takes the newest known rather than refuse. */
  at(now: Date): Uint8Array | Promise<Uint8Array> {
    return this.#secrets.get(dayOf(now)) ?? this.#loadNow(now)
  }

  async #loadNow(now: Date): Promise<Uint8Array> {
    await this.#refresh(now).catch(() => undefined)
    const secret = this.#secrets.get(dayOf(now)) ?? [...this.#secrets.values()].at(-1)
    if (!secret) throw new Error("no day secret is known")
    return secret
  }

  async #refresh(now: Date): Promise<void> {
    for (const day of [dayOf(now), dayOf(addDays(now, 1))]) {
      if (!this.#secrets.has(day)) this.#secrets.set(day, await this.#load(day))
    }
    // Only once today's is here: in an outage over midnight the last one known serves on.
    for (const day of [...this.#secrets.keys()]) if (day < dayOf(now)) this.#secrets.delete(day)
  }
}

const BLOCK_BYTES = 64

/** 128 bits of the HMAC as 22 base64url characters; the address itself is never kept. */
export function visitHash(secret: Uint8Array, address: string, agent: string, linkId: string): string {
  return hmac(secret, `${visitNetwork(address)}|${linkId}|${agent}`).toString("base64url", 0, 16)
}

/**
 * HMAC-SHA-256 (RFC 2104) from two one-shot hashes, for keys up to one block. The library's own object costs five times
 * as much to set up, and was a third of a redirect.
 */
export function hmac(key: Uint8Array, message: string): Buffer {
  const inner = Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(message))
  const outer = Buffer.allocUnsafe(BLOCK_BYTES + 32)
  for (let i = 0; i < BLOCK_BYTES; i++) {
    const byte = key[i] ?? 0
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  inner.write(message, BLOCK_BYTES)
  hash("sha256", inner, "buffer").copy(outer, BLOCK_BYTES)
  return hash("sha256", outer, "buffer")
}

/** The /24 of an IPv4 address or the /48 of an IPv6 one: a household keeps its network when its address changes. */
export function visitNetwork(address: string): string {
  const v4 = address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address
  if (isIP(v4) === 4) return v4.slice(0, v4.lastIndexOf("."))
  if (isIP(v4) !== 6) return "unknown"
  return expandV6(v4).slice(0, 3).join(":")
}

function expandV6(address: string): string[] {
  const [head = "", tail] = address.split("%")[0]!.toLowerCase().split("::")
  const left = head === "" ? [] : head.split(":")
  const right = tail ? tail.split(":") : []
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(Math.max(0, zeros)).fill("0"), ...right].map((group) =>
    group.replace(/^0+(?=.)/, ""),
  )
}
