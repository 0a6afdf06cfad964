/** Saves a page's draft while it is written: late enough not to disturb, again when the line is back, never over another tab's work. */

/** What stands beside the title of the page being edited. */
export type SaveState =
  | { kind: "saved"; at: string | null }
  | { kind: "unsaved" }
  | { kind: "saving" }
  | { kind: "away"; kept: boolean }
  | { kind: "refused"; detail: string; signIn: boolean }
  | { kind: "conflict"; theirs: unknown; revision: number }

export type SaveAnswer =
  | { kind: "saved"; revision: number; at: string }
  | { kind: "conflict"; revision: number; document: unknown }
  | { kind: "refused"; detail: string; signIn: boolean }
  /** Nobody answered, or not now: worth asking again. */
  | { kind: "away" }

export type KeeperPorts<D> = {
  send: (document: D, baseRevision: number) => Promise<SaveAnswer>
  /** Keeps what is not sent yet in the browser; false when it cannot. */
  keep: (unsent: { document: D; baseRevision: number }) => boolean
  forget: () => void
  show: (state: SaveState) => void
  setTimer: (work: () => void, delayMs: number) => unknown
  clearTimer: (timer: unknown) => void
}

/** Long enough that a word is one request, short enough that nobody waits for "Saved". */
export const SAVE_AFTER_MS = 900
const RETRY_AFTER_MS = [2_000, 5_000, 15_000, 30_000] as const

export class DraftKeeper<D> {
  readonly #ports: KeeperPorts<D>
  #revision: number
  #newest: { document: D; change: number } | null = null
  #change = 0
  #tries = 0
  #timer: unknown = null
  #sending: Promise<void> | null = null
  #state: SaveState = { kind: "saved", at: null }

  constructor(revision: number, ports: KeeperPorts<D>) {
    this.#revision = revision
    this.#ports = ports
  }

  get revision(): number {
    return this.#revision
  }

  get state(): SaveState {
    return this.#state
  }

  /** Takes up a change. In a conflict it is only kept: what is sent then is the person's choice. */
  change(document: D): void {
    this.#newest = { document, change: ++this.#change }
    const kept = this.#ports.keep({ document, baseRevision: this.#revision })
    if (this.#state.kind === "conflict") return
    if (this.#state.kind === "away") this.#show({ kind: "away", kept })
    else if (this.#sending === null) this.#show({ kind: "unsaved" })
    this.#sendIn(SAVE_AFTER_MS)
  }

  /** Sends what is unsent now; resolves when it was answered. True when everything is saved. */
  async flush(): Promise<boolean> {
    if (this.#state.kind === "conflict") return false
    this.#cancelTimer()
    if (this.#sending) await this.#sending
    if (this.#newest) await this.#send()
    return this.#newest === null
  }

  /** Ends a conflict in favour of `document`: it is saved over the other tab's. */
  settle(document: D): void {
    if (this.#state.kind !== "conflict") return
    this.#revision = this.#state.revision
    this.#show({ kind: "unsaved" })
    this.change(document)
  }

  /** Ends a conflict in favour of the other tab's: there is nothing left to send. */
  yieldTo(revision: number): void {
    this.#revision = revision
    this.#newest = null
    this.#cancelTimer()
    this.#ports.forget()
    this.#show({ kind: "saved", at: null })
  }

  /** The server made a new draft at our asking (a version was restored). */
  adopt(revision: number): void {
    this.yieldTo(revision)
  }

  /** What was found unsent in the browser belongs to an older draft than the server's. */
  startInConflict(mine: D, theirs: unknown, revision: number): void {
    this.#newest = { document: mine, change: ++this.#change }
    this.#show({ kind: "conflict", theirs, revision })
  }

  stop(): void {
    this.#cancelTimer()
  }

  #sendIn(delayMs: number): void {
    this.#cancelTimer()
    this.#timer = this.#ports.setTimer(() => {
      this.#timer = null
      if (this.#sending === null) void this.#send()
    }, delayMs)
  }

  #cancelTimer(): void {
    if (this.#timer !== null) this.#ports.clearTimer(this.#timer)
    this.#timer = null
  }

  async #send(): Promise<void> {
    const unsent = this.#newest
    if (!unsent) return
    this.#show({ kind: "saving" })
    this.#sending = this.#ports.send(unsent.document, this.#revision).then((answer) => {
      this.#sending = null
      this.#hear(answer, unsent.change)
    })
    await this.#sending
  }

  #hear(answer: SaveAnswer, change: number): void {
    if (answer.kind === "saved") this.#saved(answer, change)
    else if (answer.kind === "conflict")
      this.#show({ kind: "conflict", theirs: answer.document, revision: answer.revision })
    else if (answer.kind === "refused") this.#show(answer)
    else this.#tryAgain()
  }

  #tryAgain(): void {
    const unsent = this.#newest
    const kept = unsent !== null && this.#ports.keep({ document: unsent.document, baseRevision: this.#revision })
    this.#show({ kind: "away", kept })
    this.#sendIn(RETRY_AFTER_MS[Math.min(this.#tries++, RETRY_AFTER_MS.length - 1)]!)
  }

  #saved({ revision, at }: { revision: number; at: string }, change: number): void {
    this.#revision = revision
    this.#tries = 0
    if (this.#newest && this.#newest.change !== change) {
      // Typed meanwhile: what is kept in the browser now stands on the new revision.
      this.#ports.keep({ document: this.#newest.document, baseRevision: revision })
      this.#show({ kind: "unsaved" })
      this.#sendIn(SAVE_AFTER_MS)
      return
    }
    this.#newest = null
    this.#ports.forget()
    this.#show({ kind: "saved", at })
  }

  #show(state: SaveState): void {
    this.#state = state
    this.#ports.show(state)
  }
}
