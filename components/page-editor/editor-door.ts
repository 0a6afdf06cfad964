/** What the page editor asks the platform: save, publish, versions; every answer is something one can act on. */
import type { Locale } from "#lib/kernel/messages.ts"
import type { SaveAnswer } from "./draft-keeper.ts"

export type Version = {
  versionId: string
  number: number
  publishedAt: string
  isLive: boolean
  blockCount: number
}
export type Refusal = { detail: string; signIn: boolean }
export type Outcome<T> = ({ ok: true } & T) | ({ ok: false; away: boolean } & Refusal)

/** Longer, and the line counts as away. */
const PATIENCE_MS = 20_000
/** A page that is left may finish sending this much (fetch's own limit for keepalive). */
const KEEPALIVE_CHARS = 60_000

export class EditorDoor {
  readonly #base: string

  /** `base`: the address of the editor's page. */
  constructor(base: string) {
    this.#base = base
  }

  async saveDraft(document: unknown, baseRevision: number): Promise<SaveAnswer> {
    const body = JSON.stringify({ document, baseRevision })
    const keepalive = body.length < KEEPALIVE_CHARS
    const said = await this.#ask<{ kind: "saved" | "conflict"; revision: number; at: string; document: unknown }>(
      "/draft",
      { method: "PUT", body, keepalive },
    )
    if (said.ok) return said as SaveAnswer
    return said.away ? { kind: "away" } : { kind: "refused", detail: said.detail, signIn: said.signIn }
  }

  publish(revision: number): Promise<Outcome<{ number: number; publishedAt: string }>> {
    return this.#ask("/publish", { method: "POST", body: JSON.stringify({ revision }) })
  }

  versions(): Promise<Outcome<{ versions: Version[] }>> {
    return this.#ask("/versions", { method: "GET" })
  }

  restore(versionId: string, baseRevision: number): Promise<Outcome<{ revision: number; document: unknown }>> {
    return this.#ask("/restore", { method: "POST", body: JSON.stringify({ versionId, baseRevision }) })
  }

  saveLocale(locale: Locale): Promise<Outcome<object>> {
    return this.#ask("/locale", { method: "PUT", body: JSON.stringify({ locale }) })
  }

  domains<T>(method: "GET" | "POST" | "PUT" | "DELETE", domain?: string): Promise<Outcome<T>> {
    return this.#ask("/domains", { method, ...(domain !== undefined && { body: JSON.stringify({ domain }) }) })
  }

  async #ask<T>(path: string, init: RequestInit): Promise<Outcome<T>> {
    try {
      const answer = await fetch(this.#base + path, {
        ...init,
        headers: init.body ? { "content-type": "application/json" } : {},
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      if (answer.ok) return { ok: true, ...((await answer.json()) as T) }
      return refusalOf(answer.status, await answer.text())
    } catch {
      return { ok: false, away: true, detail: AWAY, signIn: false }
    }
  }
}

const AWAY = "There is no connection at the moment."

/** A refusal is final until something changes; trouble on the way or on our side is worth asking again. */
function refusalOf(status: number, body: string): { ok: false; away: boolean } & Refusal {
  const away = status >= 500 || status === 429 || status === 408
  try {
    const { detail } = JSON.parse(body) as { detail?: string }
    if (detail) return { ok: false, away, detail, signIn: status === 401 }
  } catch {
    // Not from our door: a proxy's page.
  }
  return { ok: false, away: true, detail: AWAY, signIn: false }
}
