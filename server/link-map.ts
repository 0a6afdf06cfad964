/** Links in memory: where a code leads, asked of the database at most every few seconds per code. */
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { within } from "./within.ts"

/** Several processes serve clicks and tell each other nothing, so an edit is seen everywhere within this time. */
const FRESH_MS = 5 * SECOND_MS
/** A code that was just made may have been asked for a moment too early. */
const FRESH_UNKNOWN_MS = SECOND_MS
/** Longer than this and the database counts as gone. */
const ASK_LIMIT_MS = 2 * SECOND_MS
/** About 500 bytes each: 50 MB at most. */
const REMEMBERED_LINKS = 100_000

type Entry = { target: LinkTarget | null; until: number }

export class LinkMap {
  readonly #find: (code: string) => Promise<LinkTarget | null>
  readonly #entries = new Map<string, Entry>()
  readonly #asking = new Map<string, Promise<LinkTarget | null>>()
  /** Grows with every `forgetWhere`. */
  #forgotten = 0

  constructor(find: (code: string) => Promise<LinkTarget | null>) {
    this.#find = find
  }

  /** Fills the map at start, so that known links redirect even when the database is gone. */
  preload(targets: readonly LinkTarget[]): void {
    for (const target of targets) this.#remember(target.code, target)
  }

  /** The target if it is fresh in memory (null: known to be unknown); undefined when it must be asked for. */
  peek(code: string): LinkTarget | null | undefined {
    const entry = this.#entries.get(code)
    return entry && entry.until > performance.now() ? entry.target : undefined
  }

  /** The target, or null for an unknown code. While the database is gone the last known target stands; throws if there is none. */
  async get(code: string): Promise<LinkTarget | null> {
    const fresh = this.peek(code)
    if (fresh !== undefined) return fresh
    const asking = this.#asking.get(code) ?? this.#ask(code)
    return asking
  }

  /** Forgets a code, because it was just changed in this process. */
  forget(code: string): void {
    this.#entries.delete(code)
  }

  /** Forgets every link the test is true of; what is being asked at this moment is asked again. At most 100 000 are looked at. */
  forgetWhere(test: (target: LinkTarget) => boolean): void {
    this.#forgotten += 1
    for (const [code, { target }] of this.#entries) if (target && test(target)) this.#entries.delete(code)
    this.#asking.clear()
  }

  #ask(code: string): Promise<LinkTarget | null> {
    const forgotten = this.#forgotten
    const asking = within(ASK_LIMIT_MS, this.#find(code))
      // What was read before a change is not kept beyond it.
      .then((target) => (forgotten === this.#forgotten ? this.#remember(code, target) : this.#find(code)))
      .catch((error: unknown) => this.#lastKnown(code, error))
      .finally(() => {
        if (this.#asking.get(code) === asking) this.#asking.delete(code)
      })
    this.#asking.set(code, asking)
    return asking
  }

  #lastKnown(code: string, error: unknown): LinkTarget | null {
    const old = this.#entries.get(code)?.target
    if (!old) throw error
    return this.#remember(code, old)
  }

  #remember(code: string, target: LinkTarget | null): LinkTarget | null {
    this.#entries.delete(code)
    this.#entries.set(code, { target, until: performance.now() + (target ? FRESH_MS : FRESH_UNKNOWN_MS) })
    if (this.#entries.size > REMEMBERED_LINKS) this.#entries.delete(this.#entries.keys().next().value!)
    return target
  }
}
