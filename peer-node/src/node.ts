/** The running node: composes seeder, shelf, journal, heartbeat and fetches, and takes them down in order. */
import type { Seeder } from "../engine/seeder.ts"
import type { HeartbeatAnswer, HeartbeatRequest, StockOrder } from "../protocol/announce.ts"
import { fromB64url, toB64url, toHex } from "../protocol/bytes.ts"
import { MAX_STOCKS } from "../protocol/limits.ts"
import { answerChallenge } from "./answer-challenge.ts"
import type { NodeContext } from "./context.ts"
import { DebtBook } from "./debt-book.ts"
import { DroppedList } from "./dropped-list.ts"
import { NodeError } from "./errors.ts"
import { FetchQueue, type FetchSummary, type FetchWatch } from "./fetch-queue.ts"
import { type FetchRequest, serve } from "./fetch-release.ts"
import { Heartbeat } from "./heartbeat.ts"
import type { Emit } from "./output.ts"
import { ReceiptJournal } from "./receipt-journal.ts"
import { ReceiptSender } from "./receipt-sender.ts"
import { listen, seederOptions } from "./seeding.ts"
import { isNamed, Shelf, type ShelfItem } from "./shelf.ts"
import type { Reach } from "./status.ts"
import { VERSION } from "./version.ts"

/** Without a limit or a measurement yet: a modest line's 10 Mbit/s. */
const ASSUMED_UPLINK_BPS = 10_000_000
/** A stocking that failed is tried again when the platform still asks for it after this long. */
const ORDER_RETRY_MS = 30_000
const STOCKINGS_AT_ONCE = 2
/** The last receipts get this long at a stop; the journal keeps what did not go out. */
const LAST_SEND_MS = 5_000

export class Node {
  readonly context: NodeContext
  readonly shelf: Shelf
  readonly journal: ReceiptJournal
  readonly fetches: FetchQueue
  readonly address: string
  reach: Reach | null = null
  readonly #seeder: Seeder
  readonly #sender: ReceiptSender
  readonly #debts: DebtBook
  readonly #dropped: DroppedList
  readonly #heartbeat: Heartbeat
  readonly #emit: Emit
  readonly #retryAt = new Map<string, number>()
  #stocking = 0
  #peakBytesPerSecond = 0

  private constructor(parts: {
    context: NodeContext
    shelf: Shelf
    journal: ReceiptJournal
    sender: ReceiptSender
    debts: DebtBook
    seeder: Seeder
    address: string
    emit: Emit
  }) {
    this.context = parts.context
    this.shelf = parts.shelf
    this.journal = parts.journal
    this.address = parts.address
    this.#sender = parts.sender
    this.#debts = parts.debts
    this.#seeder = parts.seeder
    this.#emit = parts.emit
    this.#dropped = new DroppedList(parts.context.folder.dropped)
    this.fetches = new FetchQueue(parts.context, parts.shelf, parts.seeder)
    this.#heartbeat = new Heartbeat({
      beat: () => this.#beat(),
      send: (beat, signal) => parts.context.platform.heartbeat(beat, signal),
      onAnswer: (answer) => this.#answered(answer),
      onFailure: (error) => this.#emit("heartbeat_failed", { reason: error.message }, `heartbeat: ${error.message}`),
    })
  }

  get port(): number {
    return this.#seeder.port
  }

  /** Listens, opens the shelf and speaks to the platform. Throws the system's error when the address is taken. */
  static async start(context: NodeContext, port: number, emit: Emit): Promise<Node> {
    const journal = new ReceiptJournal(context.folder.receipts)
    if (journal.torn > 0)
      emit("journal_torn", { records: journal.torn }, `${journal.torn} torn journal records left out`)
    const sender = new ReceiptSender(context.platform, journal, (batch) => {
      if (batch.accepted + batch.refused.length === 0) return
      const refused = batch.refused.map((r) => `; refused ${r.ticket}: ${r.detail}`).join("")
      emit("receipts_sent", batch, `receipts: ${batch.accepted} taken${refused}`)
    })
    const debts = new DebtBook(context.folder.debts)
    const shelf = new Shelf(context)
    const options = seederOptions(context, { journal, sender, debts, emit })
    const { seeder, address } = await listen(options, context.bind, port).catch((error) => {
      journal.close()
      throw error
    })
    const node = new Node({ context, shelf, journal, sender, debts, seeder, address, emit })
    await shelf.openCarried((name, error) =>
      emit("shelf_fault", { title: name, reason: error.message }, `${name}: ${error.message}`),
    )
    for (const item of shelf.items) serve(seeder, item)
    sender.start()
    context.clock.follow(() => node.#jumped())
    node.#heartbeat.hurry()
    return node
  }

  stats() {
    return this.#seeder.stats()
  }

  /** Fetches for whoever asks; a release that is to be carried is announced as soon as it has pieces. */
  async fetch(request: FetchRequest, watch: FetchWatch, signal?: AbortSignal): Promise<FetchSummary> {
    if (request.carry) this.#heartbeat.hurry()
    const summary = await this.fetches.fetch(request, watch, signal)
    if (request.carry) this.#heartbeat.hurry()
    return summary
  }

  /** Puts a title on the shelf; resolves when it is complete. */
  async stock(titleId: string, watch: FetchWatch, signal?: AbortSignal): Promise<FetchSummary | null> {
    for (const item of this.shelf.items) if (item.about.titleId === titleId) this.#dropped.delete(item.id)
    this.#dropped.deleteTitle(titleId)
    return this.fetch({ kind: "stock", titleId, originOnly: false, carry: true }, watch, signal)
  }

  /** Takes a title off. Throws `not_stocked`. */
  async unstock(title: string): Promise<readonly string[]> {
    const items = this.shelf.items.filter((i) => i.about.carry && isNamed(i.about, title))
    if (items.length === 0) throw new NodeError("not_stocked", title)
    for (const item of items) {
      this.#dropped.add(item.id, item.about.titleId)
      await this.#drop(item)
    }
    this.#heartbeat.hurry()
    return items.map((i) => i.about.name)
  }

  /** Lets everybody go, hands in what was signed, and closes every file. */
  async stop(): Promise<void> {
    this.#heartbeat.stop()
    this.context.clock.stop()
    await this.fetches.stop()
    await this.#seeder.close()
    await this.#sender.stop(AbortSignal.timeout(LAST_SEND_MS))
    this.#debts.save()
    await this.shelf.close()
    this.journal.close()
  }

  async #drop(item: ShelfItem): Promise<void> {
    this.#seeder.remove(item.bits.infoHash)
    await this.shelf.putAway(item.id)
  }

  async #dropOrdered(order: StockOrder, item: ShelfItem): Promise<void> {
    try {
      await this.#drop(item)
      this.#emit("unstocked", { title: order.slug, obj: item.id }, `took ${order.name} off the shelf`)
      this.#heartbeat.hurry()
    } catch (error) {
      const reason = (error as Error).message
      this.#emit("shelf_fault", { title: order.slug, reason }, `${order.name}: ${reason}`)
    }
  }

  /** Bits that were fetched for oneself are here already. */
  #carry(item: ShelfItem): void {
    if (item.about.carry) return
    serve(this.#seeder, this.shelf.change(item, { carry: true }))
    this.#heartbeat.hurry()
  }

  #beat(): HeartbeatRequest {
    const { bytesPerSecond } = this.#seeder.stats()
    this.#peakBytesPerSecond = Math.max(this.#peakBytesPerSecond, bytesPerSecond)
    const limit = this.context.uploadLimit
    const uplinkBps = limit > 0 ? limit * 8 : Math.max(this.#peakBytesPerSecond * 8, ASSUMED_UPLINK_BPS)
    const stocks = this.shelf.items
      .filter((i) => i.about.carry && i.store.have.count > 0)
      .slice(0, MAX_STOCKS)
      .map((i) => ({ obj: toB64url(i.bits.obj), pieces: i.store.have.count, complete: i.store.have.complete }))
    // What is being uploaded now is not free for the next one.
    const freeBps = Math.max(0, Math.floor(uplinkBps - bytesPerSecond * 8))
    return { version: VERSION, port: this.port, uplink_bps: freeBps, stocks }
  }

  #answered(answer: HeartbeatAnswer): void {
    const reach = { address: answer.observed_address, reachable: answer.reachable, reason: answer.reason }
    if (JSON.stringify(reach) !== JSON.stringify(this.reach)) {
      const text = reach.reachable ? `reachable at ${reach.address}:${this.port}` : `not reachable: ${reach.reason}`
      this.#emit("reach", { ...reach, port: this.port }, text)
    }
    this.reach = reach
    for (const challenge of answer.challenges) void this.#prove(challenge)
    for (const order of answer.orders) this.#obey(order)
  }

  async #prove(challenge: string): Promise<void> {
    try {
      const outcome = await answerChallenge(this.context, this.shelf, challenge)
      if (outcome) this.#emit("audit", outcome, outcome.passed ? null : `audit not passed for ${outcome.obj}`)
    } catch (error) {
      this.#emit("audit_failed", { reason: (error as Error).message }, `audit: ${(error as Error).message}`)
    }
  }

  #obey(order: StockOrder): void {
    const id = toHex(fromB64url(order.obj, 32))
    const item = this.shelf.items.find((i) => i.id === id)
    if (order.action === "unstock") {
      this.#dropped.delete(id)
      if (item?.about.carry) void this.#dropOrdered(order, item)
      return
    }
    if (this.#dropped.has(id) || this.fetches.isBusy(order.title_id)) return
    if (item?.store.have.complete) {
      this.#carry(item)
      return
    }
    if (this.#stocking >= STOCKINGS_AT_ONCE || (this.#retryAt.get(id) ?? 0) > performance.now()) return
    void this.#stockOrdered(order, id)
  }

  async #stockOrdered(order: StockOrder, id: string): Promise<void> {
    this.#stocking++
    this.#emit("stocking", { title: order.slug, obj: id }, `stocking ${order.name}`)
    const request = { kind: "stock", titleId: order.title_id, originOnly: false, carry: true } as const
    try {
      const summary = await this.fetch(request, UNWATCHED)
      this.#emit("stocked", { title: order.slug, ...summary }, `stocked ${order.name}`)
      // Another release has become current; the order for this one cannot be met.
      if (summary.id !== id) this.#retryAt.set(id, Number.POSITIVE_INFINITY)
    } catch (error) {
      this.#retryAt.set(id, performance.now() + ORDER_RETRY_MS)
      const reason = (error as Error).message
      this.#emit("stocking_failed", { title: order.slug, obj: id, reason }, `stocking ${order.name}: ${reason}`)
    } finally {
      this.#stocking--
    }
  }

  /** The sample world's clock was moved: proofs, tickets and reach have aged. */
  #jumped(): void {
    this.#emit("clock_jumped", { now: new Date(this.context.clock.nowMs()).toISOString() }, null)
    this.#sender.hurry()
    this.#heartbeat.hurry()
  }
}

export const UNWATCHED: FetchWatch = { onSession: () => {}, onProgress: () => {}, onCarrierFailed: () => {} }
