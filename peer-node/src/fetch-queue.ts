/** Fetches of one running process: one at a time per title, whoever asks; each can be stopped, and all are at the end. */
import type { DownloadProgress } from "../engine/download.ts"
import type { Seeder } from "../engine/seeder.ts"
import { toHex } from "../protocol/bytes.ts"
import type { NodeContext } from "./context.ts"
import { type FetchRequest, fetchRelease } from "./fetch-release.ts"
import type { Shelf } from "./shelf.ts"

/** What became of a fetch, in plain JSON. */
export interface FetchSummary {
  /** Object hash, hex: the release's folder. */
  readonly id: string
  readonly sessionId: string
  readonly bytesFromCarriers: number
  readonly bytesFromOrigin: number
  readonly perTicket: readonly { readonly ticket: string; readonly bytes: number; readonly pieces: number }[]
}

export interface FetchWatch {
  readonly onSession: (session: { sessionId: string; carriers: number; resumed: boolean }) => void
  readonly onProgress: (progress: DownloadProgress) => void
  readonly onCarrierFailed: (failed: { nodeId: string; code: string; reason: string }) => void
}

export interface Fetching {
  readonly titleId: string
  readonly kind: FetchRequest["kind"]
  progress: DownloadProgress | null
}

export class FetchQueue {
  readonly #context: NodeContext
  readonly #shelf: Shelf
  readonly #seeder: Seeder | null
  readonly #stop = new AbortController()
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #running = new Set<Fetching>()

  constructor(context: NodeContext, shelf: Shelf, seeder: Seeder | null) {
    this.#context = context
    this.#shelf = shelf
    this.#seeder = seeder
  }

  get running(): readonly Fetching[] {
    return [...this.#running]
  }

  isBusy(titleId: string): boolean {
    return this.#last.has(titleId)
  }

  /** Waits for what goes on with the same title, then fetches. Throws what `fetchRelease` throws. */
  fetch(request: FetchRequest, watch: FetchWatch, signal?: AbortSignal): Promise<FetchSummary> {
    const before = this.#last.get(request.titleId) ?? Promise.resolve()
    const own = before.then(() => this.#run(request, watch, signal))
    const settled = own.then(
      () => {},
      () => {},
    )
    this.#last.set(request.titleId, settled)
    void settled.then(() => {
      if (this.#last.get(request.titleId) === settled) this.#last.delete(request.titleId)
    })
    return own
  }

  /** Stops them all; what was verified stays. */
  async stop(): Promise<void> {
    this.#stop.abort(new DOMException("the node is stopping", "AbortError"))
    await Promise.all(this.#last.values())
  }

  async #run(request: FetchRequest, watch: FetchWatch, signal?: AbortSignal): Promise<FetchSummary> {
    const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
    either.throwIfAborted()
    const entry: Fetching = { titleId: request.titleId, kind: request.kind, progress: null }
    this.#running.add(entry)
    try {
      const hooks = {
        seeder: this.#seeder,
        onSession: watch.onSession,
        onProgress: (progress: DownloadProgress) => {
          entry.progress = progress
          watch.onProgress(progress)
        },
        onCarrierFailed: ({ nodeId, error }: { nodeId: string; error: { code: string; message: string } }) =>
          watch.onCarrierFailed({ nodeId, code: error.code, reason: error.message }),
      }
      const { item, sessionId, result } = await fetchRelease(this.#context, this.#shelf, request, hooks, either)
      const perTicket = result.perTicket.map((t) => ({
        ticket: toHex(t.jti),
        bytes: t.cumulativeBytes,
        pieces: t.pieces,
      }))
      const bytesFromCarriers = perTicket.reduce((n, t) => n + t.bytes, 0)
      return { id: item.id, sessionId, bytesFromCarriers, bytesFromOrigin: result.originBytes, perTicket }
    } finally {
      this.#running.delete(entry)
    }
  }
}
