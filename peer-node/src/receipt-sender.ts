/** Hands the journal's receipts to the platform in batches: every minute, at once after a final one, and at the end. */
import { equalBytes, fromB64url, toB64url } from "../protocol/bytes.ts"
import { MAX_RECEIPTS_PER_BATCH } from "../protocol/limits.ts"
import { joinReceipts } from "../protocol/receipt.ts"
import type { PlatformClient } from "./platform-client.ts"
import type { Verdict } from "./receipt-archive.ts"
import type { ReceiptJournal } from "./receipt-journal.ts"
import type { CarriedReceipt } from "./receipt-record.ts"

const EVERY_MS = 60_000
/** The final receipts of one download come from it within moments of each other. */
const GATHER_MS = 200
const RETRY_MS = 5_000

export interface SentBatch {
  readonly accepted: number
  readonly refused: readonly { readonly ticket: string; readonly code: string; readonly detail: string }[]
}

export class ReceiptSender {
  readonly #platform: Pick<PlatformClient, "submitReceipts">
  readonly #journal: ReceiptJournal
  readonly #onSent: (batch: SentBatch) => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #sending: Promise<void> | null = null
  #stopped = false
  /** Something became worth sending while a round was under way. */
  #hurried = false

  constructor(
    platform: Pick<PlatformClient, "submitReceipts">,
    journal: ReceiptJournal,
    onSent: (batch: SentBatch) => void = () => {},
  ) {
    this.#platform = platform
    this.#journal = journal
    this.#onSent = onSent
  }

  start(): void {
    this.#schedule(0)
  }

  /** Something is worth sending now. */
  hurry(): void {
    this.#hurried = true
    this.#again(GATHER_MS)
  }

  /** Sends what there is; gives up when the signal says so, and the journal keeps the rest for the next start. */
  async stop(signal: AbortSignal): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#sending?.catch(() => {})
    await this.sendAll(signal).catch(() => {})
  }

  /** One round over everything unsent. Throws what the platform client throws. */
  async sendAll(signal?: AbortSignal): Promise<void> {
    const waiting = [...this.#journal.unsent.values()]
    for (let at = 0; at < waiting.length; at += MAX_RECEIPTS_PER_BATCH)
      await this.#sendBatch(waiting.slice(at, at + MAX_RECEIPTS_PER_BATCH), signal)
  }

  #schedule(inMs: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#sending ??= this.#round()
    }, inMs)
    this.#timer.unref()
  }

  async #round(): Promise<void> {
    this.#hurried = false
    const failed = await this.sendAll().then(
      () => false,
      () => true,
    )
    this.#sending = null
    this.#again(failed ? RETRY_MS : this.#hurried ? GATHER_MS : EVERY_MS)
  }

  #again(inMs: number): void {
    if (!this.#stopped) this.#schedule(inMs)
  }

  async #sendBatch(batch: readonly CarriedReceipt[], signal?: AbortSignal): Promise<void> {
    const answer = await this.#platform.submitReceipts(joinReceipts(batch.map((c) => c.receipt)), signal)
    const settled: { carried: CarriedReceipt; verdict: Verdict }[] = []
    for (const { ticket, cumulative } of answer.accepted) {
      const carried = batch.find((c) => toB64url(c.receipt.ticket) === ticket)
      // Only a value seen echoed is out of our hands.
      if (!carried || BigInt(cumulative) < carried.receipt.cumulativeBytes) continue
      settled.push({ carried, verdict: { state: "accepted", code: "", detail: "" } })
    }
    for (const { index, ticket, code, detail } of answer.refused) {
      const carried = batch[index]
      if (!carried || (ticket !== "" && !equalBytes(fromB64url(ticket), carried.receipt.ticket))) continue
      settled.push({ carried, verdict: { state: "refused", code, detail } })
    }
    this.#journal.settle(settled, new Date())
    this.#onSent({ accepted: answer.accepted.length, refused: answer.refused })
  }
}
