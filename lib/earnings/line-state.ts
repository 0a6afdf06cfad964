/**
 * The state of every commission line as a view: pending -> matured -> processing -> paid, or held, refunded, void. Nothing
 * of it is stored; it is replayed from what was earned, taken back and paid out, and every unpaid cent has a reason and a date.
 */
import { formatDate } from "../kernel/format.ts"
import { english, type Translate } from "../kernel/messages.ts"
import { type Micros, micros, sumMicros, ZERO_MICROS } from "../kernel/money.ts"
import { addDays, isBefore } from "../kernel/period.ts"
import { type GateDecision, nextPayoutRun, type SkipCode } from "../payouts/gate.ts"

export const LINE_STATES = ["pending", "matured", "processing", "paid", "held", "refunded", "void"] as const
export type LineState = (typeof LINE_STATES)[number]

export type EarnedLine = {
  id: string
  /** As earned, before anything was taken back; for a contingent line what it would be. */
  amountMicros: Micros
  maturesAt: Date
  held: { reason: string; since: Date } | null
  /** Carriage of a demo nobody bought yet: paid if the account buys before this. */
  contingentUntil: Date | null
  /** Refunds and reversals of this line, as positive amounts. */
  reversals: readonly { at: Date; amountMicros: Micros }[]
}

/** A payout that is paid or in flight (never one whose money came back): what it drew on the fan's two accounts. */
export type LinePayout = { at: Date; amountMicros: Micros; state: "processing" | "paid" }

export type WhyCode = "contingent" | "hold" | "held" | "processing" | "next_run" | SkipCode
/** `nextChangeAt`: the earliest instant at which this can change by the rule it names. */
export type Unpaid = { amountMicros: Micros; code: WhyCode; reason: string; nextChangeAt: Date }

export type LineView = {
  id: string
  state: LineState
  amountMicros: Micros
  /** Sent to the fan. */
  paidMicros: Micros
  /** Kept back for refunds of lines that had been paid already. */
  offsetMicros: Micros
  /** Taken back while it was unpaid. */
  refundedMicros: Micros
  /** Taken back after it was paid: a debt against later lines. */
  owedBackMicros: Micros
  /** What is neither paid, offset nor refunded, and why. */
  unpaid: Unpaid[]
}

export type EarningsView = {
  lines: LineView[]
  /** Refunds of paid lines that no matured line has covered yet. */
  debtMicros: Micros
}

export type EarningsQuestion = {
  lines: readonly EarnedLine[]
  payouts: readonly LinePayout[]
  /** What the gate says of this fan at `now`; null where it need not be asked, since no line is payable yet. */
  gate: GateDecision | null
  now: Date
  /** The language of the reasons; English when absent. */
  t?: Translate
}

/** PayPal gives an unclaimed payment back after 30 days; no payout stays open longer. */
const UNCLAIMED_DAYS = 30

type Part = {
  openMicros: bigint
  paidMicros: bigint
  offsetMicros: bigint
  refundedMicros: bigint
  owedBackMicros: bigint
}
type Track = Part & { line: EarnedLine; processing: { amountMicros: bigint; at: Date }[] }
type Replay = { tracks: Track[]; debtMicros: bigint }

/** Lines come out in the order given. Payouts and debts cover matured lines first in, first out, a line in part if need be. */
export function viewEarnings(question: EarningsQuestion): EarningsView {
  const replay = replayAll(question)
  const tracks = new Map(replay.tracks.map((t) => [t.line, t]))
  const lines = question.lines.map((line) => viewLine(line, tracks.get(line), question))
  return { lines, debtMicros: micros(replay.debtMicros) }
}

/** The sum of what is unpaid, by reason; what a page of figures is made of. */
export function unpaidByCode(view: EarningsView): Map<WhyCode, Micros> {
  const sums = new Map<WhyCode, Micros>()
  for (const { code, amountMicros } of view.lines.flatMap((l) => l.unpaid)) {
    sums.set(code, micros((sums.get(code) ?? ZERO_MICROS) + amountMicros))
  }
  return sums
}

function replayAll({ lines, payouts, now }: EarningsQuestion): Replay {
  const replay: Replay = {
    tracks: lines
      .filter((l) => !l.contingentUntil)
      .map(newTrack)
      .sort(firstIn),
    debtMicros: 0n,
  }
  const reversals = replay.tracks.flatMap((track) =>
    track.line.reversals.map(({ at, amountMicros }) => ({ at, apply: () => takeBack(replay, track, amountMicros) })),
  )
  const covers = payouts.map((payout) => ({ at: payout.at, apply: () => payOut(replay, payout) }))
  // A stable sort: at one instant what was taken back comes before what was paid.
  for (const event of [...reversals, ...covers].sort((a, b) => a.at.getTime() - b.at.getTime())) event.apply()
  coverDebt(replay, now)
  return replay
}

const newTrack = (line: EarnedLine): Track => ({
  line,
  openMicros: line.amountMicros,
  paidMicros: 0n,
  offsetMicros: 0n,
  refundedMicros: 0n,
  owedBackMicros: 0n,
  processing: [],
})

function firstIn(a: Track, b: Track): number {
  const byTime = a.line.maturesAt.getTime() - b.line.maturesAt.getTime()
  return byTime !== 0 ? byTime : a.line.id < b.line.id ? -1 : 1
}

function takeBack(replay: Replay, track: Track, amountMicros: bigint): void {
  const open = least(track.openMicros, amountMicros)
  track.openMicros -= open
  track.refundedMicros += open
  track.owedBackMicros += amountMicros - open
  replay.debtMicros += amountMicros - open
}

function payOut(replay: Replay, { at, amountMicros, state }: LinePayout): void {
  coverDebt(replay, at)
  drawOn(replay, at, amountMicros, (track, taken) => {
    if (state === "paid") track.paidMicros += taken
    else track.processing.push({ amountMicros: taken, at })
  })
}

function coverDebt(replay: Replay, at: Date): void {
  replay.debtMicros = drawOn(replay, at, replay.debtMicros, (track, taken) => {
    track.offsetMicros += taken
  })
}

/** Takes up to `amountMicros` from the lines payable at `at`, oldest first; returns what they did not have. */
function drawOn(replay: Replay, at: Date, amountMicros: bigint, give: (track: Track, taken: bigint) => void): bigint {
  let missing = amountMicros
  for (const track of replay.tracks) {
    if (missing === 0n) break
    const taken = isPayable(track.line, at) ? least(track.openMicros, missing) : 0n
    if (taken === 0n) continue
    track.openMicros -= taken
    missing -= taken
    give(track, taken)
  }
  return missing
}

/** Matured and not held: what payouts and debts draw on. */
export const isPayable = ({ maturesAt, held }: EarnedLine, at: Date): boolean =>
  !isBefore(at, maturesAt) && (held === null || isBefore(at, held.since))

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

function viewLine(line: EarnedLine, track: Track | undefined, question: EarningsQuestion): LineView {
  const part = track ?? newTrack(line)
  return {
    id: line.id,
    state: stateOf(line, part, question.now),
    amountMicros: line.amountMicros,
    paidMicros: micros(part.paidMicros),
    offsetMicros: micros(part.offsetMicros),
    refundedMicros: micros(part.refundedMicros),
    owedBackMicros: micros(part.owedBackMicros),
    unpaid: unpaidOf(line, part, question),
  }
}

function stateOf(line: EarnedLine, track: Track, now: Date): LineState {
  if (line.contingentUntil) return isBefore(now, line.contingentUntil) ? "pending" : "void"
  if (track.openMicros > 0n) return line.held ? "held" : isBefore(now, line.maturesAt) ? "pending" : "matured"
  if (track.processing.length > 0) return "processing"
  return track.paidMicros + track.offsetMicros === 0n && track.refundedMicros > 0n ? "refunded" : "paid"
}

function unpaidOf(line: EarnedLine, track: Track, question: EarningsQuestion): Unpaid[] {
  if (stateOf(line, track, question.now) === "void") return []
  const t = question.t ?? english
  const processing = track.processing.map(
    ({ amountMicros, at }): Unpaid => ({
      amountMicros: micros(amountMicros),
      code: "processing",
      reason: t("PayPal has not confirmed the payout of {day} yet; unclaimed, it comes back to you.", {
        day: formatDate(at, t.locale),
      }),
      nextChangeAt: addDays(at, UNCLAIMED_DAYS),
    }),
  )
  if (track.openMicros === 0n) return processing
  return [{ amountMicros: micros(track.openMicros), ...whyOpen(line, question, t) }, ...processing]
}

function whyOpen(line: EarnedLine, { gate, now }: EarningsQuestion, t: Translate): Omit<Unpaid, "amountMicros"> {
  const { contingentUntil, held, maturesAt } = line
  const on = (at: Date) => ({ day: formatDate(at, t.locale) })
  if (contingentUntil) {
    const reason = t("Paid if the account that took the demo buys before {day}.", on(contingentUntil))
    return { code: "contingent", reason, nextChangeAt: contingentUntil }
  }
  if (held) {
    const nextChangeAt = isBefore(now, maturesAt) ? maturesAt : nextPayoutRun(now)
    return { code: "held", reason: t("A person looks at it: {reason}", { reason: t.known(held.reason) }), nextChangeAt }
  }
  if (isBefore(now, maturesAt)) {
    const reason = t("On hold until {day}, while the buyer can still be refunded.", on(maturesAt))
    return { code: "hold", reason, nextChangeAt: maturesAt }
  }
  if (gate && "skip" in gate) return { code: gate.skip, reason: gate.reason, nextChangeAt: gate.nextAt }
  const run = nextPayoutRun(now)
  return { code: "next_run", reason: t("In the payout run of Monday, {day}.", on(run)), nextChangeAt: run }
}

/** Matured, unheld and in no payout, less what is owed back: what the gate may pay. May be negative. */
export function payableMicros(view: EarningsView): Micros {
  const open = view.lines
    .filter((l) => l.state === "matured")
    .flatMap((l) => l.unpaid.filter((u) => u.code !== "processing"))
  return micros(sumMicros(open.map((u) => u.amountMicros)) - view.debtMicros)
}
