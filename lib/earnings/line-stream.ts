/**
 * The states of commission lines one after the other, without holding them: `viewEarnings` for lines that nothing is taken back
 * of. Payouts cover matured lines first in, first out, so all they ever drew is one stretch of the lines' running total.
 */
import { isBefore } from "../kernel/period.ts"
import type { LinePayout, LineState } from "./line-state.ts"

/** What a payout drew: of the running total from where the one before ended up to here. */
export type Draw = { untilMicros: bigint; state: LinePayout["state"] }

/** A payout with what had matured by then, of lines that are not held. */
export type MaturedPayout = LinePayout & { maturedMicros: bigint }

/** Oldest first in, in that order out. What a payout had beyond all that had matured covers nothing. */
export function drawsOf(payouts: readonly MaturedPayout[]): Draw[] {
  let untilMicros = 0n
  return payouts.map(({ amountMicros, maturedMicros, state }) => {
    untilMicros = least(untilMicros + amountMicros, maturedMicros)
    return { untilMicros, state }
  })
}

export type StreamedLine = { amountMicros: bigint; maturesAt: Date; isHeld: boolean }

export class LineStream {
  readonly #draws: readonly Draw[]
  readonly #now: Date
  /** The running total, and the first payout that reaches beyond it. */
  #totalMicros = 0n
  #draw = 0

  constructor(draws: readonly Draw[], now: Date) {
    this.#draws = draws
    this.#now = now
  }

  /** Lines come as they mature, those of one instant by their ids as text. */
  next(line: StreamedLine): { state: LineState; paidMicros: bigint } {
    const drawn = line.isHeld ? { paid: 0n, processing: 0n } : this.#take(line.amountMicros)
    const isOpen = drawn.paid + drawn.processing < line.amountMicros
    return {
      state: isOpen ? this.#openState(line) : drawn.processing > 0n ? "processing" : "paid",
      paidMicros: drawn.paid,
    }
  }

  #openState({ isHeld, maturesAt }: StreamedLine): LineState {
    if (isHeld) return "held"
    return isBefore(this.#now, maturesAt) ? "pending" : "matured"
  }

  #take(amountMicros: bigint): { paid: bigint; processing: bigint } {
    const drawn = { paid: 0n, processing: 0n }
    const endMicros = this.#totalMicros + amountMicros
    for (let draw = this.#draws[this.#draw]; draw; draw = this.#draws[++this.#draw]) {
      const reached = least(draw.untilMicros, endMicros)
      if (reached > this.#totalMicros) {
        drawn[draw.state] += reached - this.#totalMicros
        this.#totalMicros = reached
      }
      if (draw.untilMicros > endMicros) break
    }
    this.#totalMicros = endMicros
    return drawn
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
