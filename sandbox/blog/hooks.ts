/** The blog's own program that Fanfare tells of events: it checks every message by itself (Standard Webhooks) and remembers the last. */
import { createHmac, timingSafeEqual } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { IncomingHttpHeaders } from "node:http"

/** Whose clock differs by more is not believed: an old message could be somebody's copy. */
const TOLERANCE_SECONDS = 300
const KEPT = 30

export type TakenHook = {
  id: string
  at: Date
  /** Null: it was believed. */
  refused: string | null
  body: string
  /** How often it came. */
  times: number
}

export class Hooks {
  /** The newest first. */
  readonly taken: TakenHook[] = []
  readonly #file: string

  constructor(secretFile: string) {
    this.#file = secretFile
  }

  /** Read every time: the sample world, or a person, may write it at any moment. Null without one. */
  async secret(): Promise<string | null> {
    const text = await readFile(this.#file, "utf8").catch(() => "")
    return text.trim() || null
  }

  /** Whether it was believed; one that comes twice is one. */
  async take(headers: IncomingHttpHeaders, body: string): Promise<boolean> {
    const id = String(headers["webhook-id"] ?? "")
    const refused = whyRefused(await this.secret(), { headers, id, body })
    const known = this.taken.find((one) => one.id === id && one.refused === refused)
    if (known) known.times += 1
    else this.taken.unshift({ id, at: new Date(), refused, body, times: 1 })
    this.taken.length = Math.min(this.taken.length, KEPT)
    return refused === null
  }
}

type Came = { headers: IncomingHttpHeaders; id: string; body: string }

function whyRefused(secret: string | null, { headers, id, body }: Came): string | null {
  if (!secret?.startsWith("whsec_")) return "I have no secret yet."
  const time = String(headers["webhook-timestamp"] ?? "")
  const isNow = Math.abs(Date.now() / 1000 - Number(time)) <= TOLERANCE_SECONDS
  if (!isNow) return "Its time is not now."
  const key = Buffer.from(secret.slice("whsec_".length), "base64")
  const mine = createHmac("sha256", key).update(`${id}.${time}.${body}`).digest()
  const theirs = String(headers["webhook-signature"] ?? "")
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => Buffer.from(one.slice(3), "base64"))
  const fits = theirs.some((one) => one.length === mine.length && timingSafeEqual(one, mine))
  return fits ? null : "Its signature does not fit."
}
