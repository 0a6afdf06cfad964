/** Fetches what is missing: a few pieces at a time, each granted before, each kept only when its SHA-256 is the manifest's. */

import { m } from "#lib/kernel/messages.ts"
import { type Bytes, equalBytes } from "#peer/protocol/bytes.ts"
import type { Crypto } from "#peer/protocol/crypto.ts"
import { type Manifest, pieceHash } from "#peer/protocol/manifest.ts"
import { DownloadError } from "./errors.ts"
import { grantBatch, type PiecePlan } from "./piece-plan.ts"

/** A browser opens six connections to one host; two stay free for the player's asks and the grants. */
const AT_ONCE = 4
/** 32 pieces of 1 MiB are 3 s of a 100 Mbit/s line: one round trip per 32 costs nothing, and little is granted in vain. */
const GRANT_PIECES = 32
const TRIES = 5
const BACK_OFF_MS = 500

export type PieceSource = {
  grant(pieces: readonly number[], signal: AbortSignal): Promise<number[]>
  fetchPiece(m: Manifest, index: number, signal: AbortSignal): Promise<Bytes>
}

export type FetchJob = {
  crypto: Crypto
  manifest: Manifest
  plan: PiecePlan
  source: PieceSource
  /** Called with every verified piece before it counts as done. */
  keep(index: number, bytes: Bytes): Promise<void>
  signal: AbortSignal
  /** Milliseconds to wait before the next try. */
  backOffMs?: number
}

/** Resolves when every piece is kept. Throws what could not be mended by trying again. */
export async function fetchPieces(job: FetchJob): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([job.signal, failed.signal])
  const grants = new Grants(job, signal)
  const work = async () => {
    while (!signal.aborted) {
      const piece = job.plan.take()
      if (piece === null) return
      try {
        await fetchOne({ ...job, signal }, grants, piece)
      } catch (error) {
        // First, or another worker would take the piece that is given back.
        failed.abort(error)
        job.plan.giveBack(piece)
        throw error
      }
    }
  }
  const workers = Array.from({ length: AT_ONCE }, work)
  const results = await Promise.allSettled(workers)
  job.signal.throwIfAborted()
  // The others were only told to stop; the first failure is the reason.
  if (results.some((r) => r.status === "rejected")) throw failed.signal.reason
}

async function fetchOne(job: FetchJob, grants: Grants, piece: number): Promise<void> {
  const expected = pieceHash(job.manifest, piece)
  for (let tried = 1; ; tried++) {
    try {
      await grants.ensure(piece)
      const bytes = await job.source.fetchPiece(job.manifest, piece, job.signal)
      if (!equalBytes(await job.crypto.sha256(bytes), expected)) throw new DownloadError("damaged")
      await job.keep(piece, bytes)
      job.plan.done(piece)
      return
    } catch (error) {
      if (tried >= TRIES || !isWorthAnotherTry(error)) throw error
      await pause((job.backOffMs ?? BACK_OFF_MS) * 2 ** (tried - 1), job.signal)
    }
  }
}

const isWorthAnotherTry = (error: unknown): boolean =>
  error instanceof DownloadError && (error.code === "line" || error.code === "damaged")

/** Grants are asked one call at a time, for what is waited for and what comes next. */
class Grants {
  readonly #job: FetchJob
  readonly #signal: AbortSignal
  readonly #granted = new Set<number>()
  #asking: Promise<void> | null = null

  constructor(job: FetchJob, signal: AbortSignal) {
    this.#job = job
    this.#signal = signal
  }

  async ensure(piece: number): Promise<void> {
    while (!this.#granted.has(piece)) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null
      })
      await this.#asking
    }
  }

  async #ask(): Promise<void> {
    const { plan, source } = this.#job
    const batch = grantBatch(plan.taken, plan.ahead(GRANT_PIECES), (p) => this.#granted.has(p), GRANT_PIECES)
    const granted = await source.grant(batch, this.#signal)
    for (const piece of granted) this.#granted.add(piece)
    if (!batch.every((piece) => this.#granted.has(piece)))
      throw new DownloadError("refused", m("The origin did not grant a piece. Go on in a minute, or use a node."))
  }
}

/** Throws when the signal ends the wait. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer)
        reject(signal.reason)
      },
      { once: true },
    )
  })
}
