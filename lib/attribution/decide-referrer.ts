/**
 * Decides which fan brought a buyer: a creator code typed at checkout, else the origin of the demo, else the last valid
 * click, else nobody. One sale has one referrer at most. Pure: everything it may consider is handed in, and every touch
 * comes out with its verdict, so that the credit can be explained.
 */
import type { Id } from "../kernel/ids.ts"
import { m } from "../kernel/messages.ts"
import { addDays } from "../kernel/period.ts"
import type { ClickFlag } from "./click.ts"

/** A click or a typed code counts up to and including this age; a demo while it ended less than this long ago. */
export const CODE_WINDOW_DAYS = 14
export const DEMO_WINDOW_DAYS = 30
export const CLICK_WINDOW_DAYS = 30

type Brought = {
  at: Date
  linkId: Id<"link"> | null
  referrerUserId: Id<"user">
  /** The PayPal address the referrer is paid at; null when there is none yet. */
  referrerPayee: string | null
  /** Whether the referrer's account is suspended or erased at the time of the decision: nothing credits it. */
  suspended: boolean
}

/** A creator code the buyer typed, at the time it was last typed. */
export type CodeCandidate = Brought & {
  kind: "code"
  codeId: Id<"code">
  /** What was typed before the code was retired counts for its days. */
  retiredAt: Date | null
  takenOffAt: Date | null
}
/** The referrer decided when the buyer's demo of this title started; bound once its first verified bytes arrived. */
export type DemoCandidate = Brought & {
  kind: "demo"
  clickId: string | null
  /** The code that the demo started with; then no link did. */
  codeId: Id<"code"> | null
  bound: boolean
  endsAt: Date
}
/** A click on a link to this title. A double of an earlier click is a click of its link all the same. */
export type ClickCandidate = Brought & {
  kind: "click"
  clickId: string
  flag: ClickFlag | null
  /** When the link was retired; clicks from before still count. */
  retiredAt: Date | null
}
export type Candidate = CodeCandidate | DemoCandidate | ClickCandidate

export type ReferrerQuestion = {
  /** When the order is placed or the demo is started. */
  at: Date
  buyer: { userId: Id<"user">; payee: string | null }
  candidates: readonly Candidate[]
}

export type AttributionRule = "creator_code" | "demo_origin" | "last_click" | "none"

/** One thing that was considered; stored as JSON, so times are ISO strings. void = it could not have won at all. */
export type Touch = {
  kind: Candidate["kind"]
  at: string
  linkId: Id<"link"> | null
  clickId: string | null
  /** Touches from before there were codes have none. */
  codeId?: Id<"code"> | null
  referrerUserId: Id<"user">
  verdict: "won" | "lost" | "void"
  /** A plain sentence for the fan who reads why. */
  reason: string
}

export type Decision = {
  rule: AttributionRule
  referrerUserId: Id<"user"> | null
  linkId: Id<"link"> | null
  clickId: string | null
  codeId: Id<"code"> | null
  /** Everything considered, oldest first. */
  touches: Touch[]
}

const RULES = { code: "creator_code", demo: "demo_origin", click: "last_click" } as const
const RANK = { code: 2, demo: 1, click: 0 } as const

/** Touches are kept in English, with the number in them; readers meet them in their own language (`t.known`). */
function inDays(sentence: string, days: number): string {
  return sentence.replace("{days}", `${days}`)
}

const WON = {
  code: m("The buyer typed this creator code."),
  demo: m("The buyer's demo started from this link."),
  codedDemo: m("The buyer's demo started with this creator code."),
  click: inDays(m("This was the buyer's last click within {days} days."), CLICK_WINDOW_DAYS),
} as const

const FLAGGED: Record<ClickFlag, string> = {
  bot: m("The click came from a known robot."),
  preview: m("A program fetched the link to show a card of it; nobody followed it."),
  no_agent: m("The click came from a program that does not say what it is."),
  head: m("The link was only checked (HEAD), not followed."),
  prefetch: m("A browser fetched the link ahead of time; nobody followed it."),
  own: m("The click is the link owner's own."),
}

/** The decision and why. The order of the candidates does not matter. */
export function decideReferrer(question: ReferrerQuestion): Decision {
  const candidates = [...question.candidates].sort(oldestFirst)
  const faults = new Map(candidates.map((c) => [c, faultOf(c, question)]))
  const winner = candidates.filter((c) => faults.get(c) === null).reduce(stronger, null)
  const touches = candidates.map((c) => toTouch(c, faults.get(c) ?? null, winner))
  if (!winner) return { rule: "none", referrerUserId: null, linkId: null, clickId: null, codeId: null, touches }
  const { referrerUserId, linkId } = winner
  const ids = { clickId: clickIdOf(winner), codeId: codeIdOf(winner) }
  return { rule: RULES[winner.kind], referrerUserId, linkId, ...ids, touches }
}

/** Why a candidate cannot win, or null. */
function faultOf(c: Candidate, { at, buyer }: ReferrerQuestion): string | null {
  const own = ownFault(c, buyer)
  if (own) return own
  if (c.at > at) return m("It came after the decision.")
  if (c.suspended) return m("The fan's account is closed.")
  if (c.kind === "demo") return demoFault(c, at)
  return c.kind === "code" ? codeFault(c, at) : clickFault(c, at)
}

/** The fan and the buyer are one hand. */
export function ownFault(
  fan: Pick<Brought, "referrerUserId" | "referrerPayee"> & { kind: Candidate["kind"] },
  buyer: ReferrerQuestion["buyer"],
): string | null {
  const code = fan.kind === "code"
  if (fan.referrerUserId === buyer.userId)
    return code
      ? m("Own code: the buyer and the fan are the same account.")
      : m("Own link: the buyer and the fan are the same account.")
  if (!samePayee(fan.referrerPayee, buyer.payee)) return null
  return code
    ? m("Own code: the buyer and the fan are paid at the same PayPal address.")
    : m("Own link: the buyer and the fan are paid at the same PayPal address.")
}

function codeFault(code: CodeCandidate, at: Date): string | null {
  if (code.retiredAt && code.retiredAt <= code.at) return m("The code was retired before it was typed.")
  if (code.takenOffAt && code.takenOffAt <= at) return m("The buyer took this code off again.")
  return at <= addDays(code.at, CODE_WINDOW_DAYS)
    ? null
    : inDays(m("The code was typed more than {days} days before."), CODE_WINDOW_DAYS)
}

function clickFault(click: ClickCandidate, at: Date): string | null {
  if (click.flag !== null) return FLAGGED[click.flag]
  if (click.retiredAt && click.retiredAt <= click.at) return m("The link was retired before this click.")
  return at <= addDays(click.at, CLICK_WINDOW_DAYS)
    ? null
    : inDays(m("The click was more than {days} days before."), CLICK_WINDOW_DAYS)
}

function demoFault(demo: DemoCandidate, at: Date): string | null {
  if (!demo.bound) return m("Nothing of the demo was downloaded.")
  return at < addDays(demo.endsAt, DEMO_WINDOW_DAYS)
    ? null
    : inDays(m("The demo had ended {days} days before or earlier."), DEMO_WINDOW_DAYS)
}

const samePayee = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase()

const clickIdOf = (c: Candidate): string | null => (c.kind === "code" ? null : c.clickId)
const codeIdOf = (c: Candidate): Id<"code"> | null => (c.kind === "click" ? null : c.codeId)

/** Ids break ties, so that the same touches always give the same decision. */
function oldestFirst(a: Candidate, b: Candidate): number {
  const byTime = a.at.getTime() - b.at.getTime()
  if (byTime !== 0) return byTime
  const [left, right] = [tieKey(a), tieKey(b)]
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** All there is to a candidate: what is still a tie after this is one thing handed in twice. */
const tieKey = (c: Candidate): string =>
  `${clickIdOf(c) ?? ""} ${c.linkId ?? ""} ${codeIdOf(c) ?? ""} ${c.referrerUserId} ${JSON.stringify(c, Object.keys(c).sort())}`

/** The higher kind; of one kind the later (candidates come oldest first). */
const stronger = (best: Candidate | null, c: Candidate): Candidate =>
  best === null || RANK[c.kind] >= RANK[best.kind] ? c : best

function toTouch(c: Candidate, fault: string | null, winner: Candidate | null): Touch {
  const verdict = fault ? "void" : c === winner ? "won" : "lost"
  return {
    kind: c.kind,
    at: c.at.toISOString(),
    linkId: c.linkId,
    clickId: clickIdOf(c),
    codeId: codeIdOf(c),
    referrerUserId: c.referrerUserId,
    verdict,
    reason: fault ?? (c === winner ? wonAs(c) : lostTo(c, winner!)),
  }
}

const wonAs = (c: Candidate): string => (c.kind === "demo" && c.codeId ? WON.codedDemo : WON[c.kind])

function lostTo(c: Candidate, winner: Candidate): string {
  if (winner.kind === "code")
    return c.kind === "code" ? m("A later creator code was typed.") : m("A creator code typed by the buyer goes first.")
  if (winner.kind === "demo")
    return c.kind === "demo" ? m("A later demo goes first.") : m("What started the demo goes before clicks.")
  return m("A later click goes first.")
}
