/** The node in the page: fetches a release's pieces from the origin, keeps them on this device, and opens them by licence. */

import { Bitfield } from "#peer/engine/bitfield.ts"
import { type Bytes, fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { type Manifest, pieceBytes, verifyManifest } from "#peer/protocol/manifest.ts"
import { signReport } from "#peer/protocol/report.ts"
import { DownloadError, isAbort, sentenceOf } from "./errors.ts"
import { LicenceHolder } from "./licence-holder.ts"
import { type Offer, openParts, type Snapshot, streamsOf } from "./offer.ts"
import { newSessionNote, OriginSession, readSessionNote, writeSessionNote } from "./origin-session.ts"
import { fetchPieces } from "./piece-fetcher.ts"
import { PiecePlan } from "./piece-plan.ts"
import { assertRoom, openStore, type PieceStore } from "./piece-store.ts"
import { openSession, type Platform, readPlatform, sendReport } from "./platform-door.ts"
import { RateMeter } from "./rate-meter.ts"
import { leadFile, openFiles, type PlacedFile, pieceOrder, piecesOf, placeFiles } from "./release-files.ts"
import { ReleaseReader } from "./release-reader.ts"

/** Without a lasting store everything stays in memory. */
const MEMORY_LIMIT_BYTES = 1e9

type Waiter = { index: number; wake: () => void }

export class PageNode {
  readonly offer: Offer
  readonly #crypto = webCrypto()
  readonly #store: PieceStore
  readonly #licence: LicenceHolder
  readonly #rate = new RateMeter()
  readonly #listeners = new Set<() => void>()
  readonly #held = new Set<number>()
  #heldBytes = 0
  #waiters: Waiter[] = []
  #manifest: Manifest | null = null
  #files: readonly PlacedFile[] = []
  #plan: PiecePlan | null = null
  #running: { abort: AbortController; ended: Promise<void> } | null = null
  #snapshot: Snapshot

  private constructor(offer: Offer, store: PieceStore) {
    this.offer = offer
    this.#store = store
    this.#licence = new LicenceHolder(this.#crypto, offer)
    this.#snapshot = {
      phase: "resting",
      pieceCount: offer.pieceCount,
      piecesHeld: 0,
      sizeBytes: offer.sizeBytes,
      originBytes: 0,
      carrierBytes: 0,
      bytesPerSecond: 0,
      failure: null,
      filesKnown: false,
    }
  }

  /** Looks at what earlier visits left on this device. */
  static async open(offer: Offer): Promise<PageNode> {
    const node = new PageNode(offer, await openStore(offer.obj))
    await node.#takeStock()
    return node
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): Snapshot => this.#snapshot

  /** The files this person's right opens; empty until the manifest is known. */
  get files(): readonly PlacedFile[] {
    return this.#files
  }

  /** Whether every piece of the file is on this device. */
  isHeld(file: PlacedFile): boolean {
    return this.#manifest !== null && piecesOf(this.#manifest, file).every((p) => this.#held.has(p))
  }

  /** Reads in the clear, waiting for pieces that are on their way. Null until the manifest is known. */
  reader(): ReleaseReader | null {
    const manifest = this.#manifest
    if (!manifest) return null
    return new ReleaseReader({
      crypto: this.#crypto,
      manifest,
      keys: () => this.#licence.keys(),
      piece: (index, signal) => this.#piece(index, signal),
      lost: (index) => this.#lost(index),
    })
  }

  /** Fetches until everything is here, `pause` is called, or something goes wrong: then the snapshot says what. */
  start(): void {
    if (this.#running || this.#snapshot.phase === "complete") return
    const abort = new AbortController()
    const ended = this.#exclusively(() => this.#run(abort.signal))
      .catch((error: unknown) => {
        if (!isAbort(error)) this.#show({ failure: sentenceOf(error) })
      })
      .finally(() => {
        this.#running = null
        this.#rate.clear()
        const complete = this.#held.size === this.offer.pieceCount
        this.#show({ phase: complete ? "complete" : "resting", bytesPerSecond: 0 })
      })
    this.#running = { abort, ended }
    this.#show({ phase: "opening", failure: null })
  }

  async pause(): Promise<void> {
    this.#running?.abort.abort()
    await this.#running?.ended
  }

  /** Stops and forgets everything this device holds of the release. */
  async forget(): Promise<void> {
    await this.pause()
    await this.#store.clear()
    this.#held.clear()
    this.#heldBytes = 0
    this.#manifest = null
    this.#files = []
    this.#plan = null
    this.#show({ phase: "resting", piecesHeld: 0, originBytes: 0, failure: null, filesKnown: false })
  }

  async #takeStock(): Promise<void> {
    const token = await this.#store.readNote("manifest")
    if (!token) return
    try {
      await this.#takeManifest(token, await readPlatform())
    } catch {
      // Offline, or a rotated key: the copy stays, and the next start brings a manifest signed anew.
    }
  }

  /** Verified by the platform's keys and by `obj`, so that a stored one is as good as a fresh one. */
  async #takeManifest(token: string, platform: Platform): Promise<Manifest> {
    const expected = { keys: platform.keys, obj: fromB64url(this.offer.obj, 32) }
    const { manifest } = await verifyManifest(this.#crypto, token, expected)
    if (this.#manifest) return this.#manifest
    this.#manifest = manifest
    for (const index of await this.#store.held()) if (index < manifest.n) this.#hold(index)
    this.#files = openFiles(placeFiles(manifest), openParts(this.offer))
    const lead = streamsOf(this.offer) ? leadFile(this.files) : null
    this.#plan = new PiecePlan(pieceOrder(manifest, lead), this.#held)
    this.#show({ filesKnown: true, phase: this.#held.size === manifest.n ? "complete" : this.#snapshot.phase })
    return manifest
  }

  /** Two tabs would fetch everything twice. */
  async #exclusively(work: () => Promise<void>): Promise<void> {
    if (!navigator.locks) return work()
    await navigator.locks.request(`fanfare-copy-${this.offer.obj}`, { ifAvailable: true }, async (lock) => {
      if (!lock) throw new DownloadError("elsewhere")
      await work()
    })
  }

  async #run(signal: AbortSignal): Promise<void> {
    await assertCryptography()
    const platform = await readPlatform(signal)
    const session = await this.#session(platform, signal)
    const manifest = this.#manifest!
    const missing = manifest.sz - this.#heldBytes
    if (this.#store.lasting) await assertRoom(missing)
    else if (manifest.sz > MEMORY_LIMIT_BYTES) throw new DownloadError("no_room")
    this.#show({ phase: "fetching" })
    const keep = (index: number, bytes: Bytes) => this.#keep(index, bytes)
    await fetchPieces({ crypto: this.#crypto, manifest, plan: this.#plan!, source: session, keep, signal })
    await this.#report(session, platform, signal)
  }

  /** The session an earlier visit left, or a new one; a copy without manifest gets it with the session. */
  async #session(platform: Platform, signal: AbortSignal): Promise<OriginSession> {
    const left = readSessionNote(await this.#store.readNote("session"), platform.nowSeconds())
    if (left && this.#manifest) return OriginSession.resume(this.#crypto, platform, left)
    const key = await this.#crypto.generateSigningKey()
    const device = await this.#licence.device()
    const wish = { kind: this.offer.right, title: this.offer.slug, session_key: toB64url(key.publicKey) }
    const answer = await openSession({ ...wish, device_key: toB64url(device.publicKey) }, signal)
    await this.#takeManifest(answer.manifest, platform)
    const note = newSessionNote(answer, key, platform.nowSeconds())
    await this.#store.writeNote("manifest", answer.manifest)
    await this.#store.writeNote("session", writeSessionNote(note))
    return new OriginSession(this.#crypto, platform, key, note)
  }

  async #keep(index: number, bytes: Bytes): Promise<void> {
    await this.#store.write(index, bytes)
    this.#hold(index)
    this.#rate.add(bytes.length, performance.now())
    this.#wake(index)
    this.#show({})
  }

  /** The whole copy is here: the platform is told, signed, and answers with a licence for this device. */
  async #report(session: OriginSession, platform: Platform, signal: AbortSignal): Promise<void> {
    const { n, sz } = this.#manifest!
    const report = await signReport(
      {
        ses: session.note.sessionId,
        obj: fromB64url(this.offer.obj, 32),
        receipts: [],
        originBytes: BigInt(sz),
        bitmapHash: await this.#crypto.sha256(Bitfield.full(n).bytes),
        complete: true,
        iat: platform.nowSeconds(),
      },
      session.key,
    )
    const { licence } = await sendReport(session.note.sessionId, report, signal)
    if (licence) await this.#licence.offered(licence, platform)
    await this.#store.writeNote("session", writeSessionNote({ ...session.note, reported: true }))
  }

  async #piece(index: number, signal: AbortSignal): Promise<Bytes> {
    while (!this.#held.has(index)) {
      signal.throwIfAborted()
      this.#plan?.want([index, index + 1, index + 2, index + 3].filter((p) => p < this.offer.pieceCount))
      await this.#arrival(index, signal)
    }
    const bytes = await this.#store.read(index)
    if (bytes && bytes.length === pieceBytes(this.#manifest!, index)) return bytes
    await this.#lost(index)
    throw new DownloadError("broken_copy")
  }

  #arrival(index: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = { index, wake: resolve }
      this.#waiters.push(waiter)
      const leave = () => {
        this.#waiters = this.#waiters.filter((w) => w !== waiter)
        reject(signal.reason)
      }
      signal.addEventListener("abort", leave, { once: true })
    })
  }

  #wake(index: number): void {
    const ready = this.#waiters.filter((w) => w.index === index)
    this.#waiters = this.#waiters.filter((w) => w.index !== index)
    for (const waiter of ready) waiter.wake()
  }

  async #lost(index: number): Promise<void> {
    await this.#store.remove(index)
    if (this.#held.delete(index)) this.#heldBytes -= pieceBytes(this.#manifest!, index)
    this.#plan?.lost(index)
    this.#show(this.#running ? {} : { phase: "resting" })
  }

  #hold(index: number): void {
    this.#held.add(index)
    this.#heldBytes += pieceBytes(this.#manifest!, index)
  }

  #show(change: Partial<Snapshot>): void {
    const bytesPerSecond = this.#running ? this.#rate.bytesPerSecond(performance.now()) : 0
    const counts = { piecesHeld: this.#held.size, originBytes: this.#heldBytes }
    this.#snapshot = { ...this.#snapshot, ...counts, bytesPerSecond, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** Older browsers lack one of the two curves, and every browser hides them on plain http. */
async function assertCryptography(): Promise<void> {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
    await crypto.subtle.generateKey("X25519", false, ["deriveBits"])
  } catch (cause) {
    throw new DownloadError("old_browser", undefined, 0, cause)
  }
}
