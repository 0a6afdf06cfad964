/** How a fan proves that a site is theirs, where such a proof stands, and what one look at the site makes of it. */
import { addDays, addMs, HOUR_MS } from "../kernel/period.ts"
import { step, type Transitions } from "../kernel/transitions.ts"

/** A tag in the head, a file, a DNS record, or our button on the page with a way back. */
export const PROOF_METHODS = ["tag", "file", "dns", "seen"] as const
export type ProofMethod = (typeof PROOF_METHODS)[number]

export const PROOF_STATES = ["waiting", "proved", "lost"] as const
export type ProofState = (typeof PROOF_STATES)[number]

export const PROOF_TRANSITIONS = {
  prove: { from: ["waiting", "lost"], to: "proved" },
  lose: { from: ["proved"], to: "lost" },
} as const satisfies Transitions<ProofState>

/** What a look found instead of the proof; the codes of lib/outside stand beside these. */
export const PROOF_FAILURES = [
  "bad_address",
  "private_address",
  "unresolvable",
  "refused",
  "timeout",
  "too_large",
  "too_many_redirects",
  "tls",
  /** The site answered, and not with 200. */
  "status",
  /** It sent us to another host: whoever owns that one would be proving this one. */
  "moved",
  "not_html",
  "no_tag",
  "wrong_tag",
  "no_file",
  "wrong_file",
  "no_record",
  "wrong_record",
  "dns_silent",
  "no_button",
  "no_way_back",
  /** Somebody else has proved the address by a stronger way, or has done so since. */
  "taken",
] as const
export type ProofFailure = (typeof PROOF_FAILURES)[number]

/** A provider may have a bad day, and a fan a bad template: both bounds must be passed before the mark goes. */
const LOST_AFTER_FAILURES = 3
const LOST_AFTER_DAYS = 3
const LOOK_AGAIN_DAYS = 7
/** DNS takes hours to tell everybody, and people forget: so long we look by ourselves after a press. */
const HOURLY_FOR_DAYS = 1
const DAILY_FOR_DAYS = 7

export type ProofStanding = {
  state: ProofState
  /** When the fan last pressed. */
  askedAt: Date
  provedAt: Date | null
  failures: number
  failingSince: Date | null
}

export type AfterLook = Omit<ProofStanding, "askedAt"> & {
  nextCheckAt: Date | null
  /** What the fan hears of it, when it was not they who pressed. */
  tell: "found" | "failing" | "lost" | null
}

/** `failure` null: the proof was there. */
export function afterLook(before: ProofStanding, failure: ProofFailure | null, at: Date): AfterLook {
  if (failure === null) return found(before, at)
  const failures = before.failures + 1
  if (step(PROOF_TRANSITIONS, "lose", before.state) !== "apply")
    return { ...before, failures, failingSince: null, nextCheckAt: nextLook(before, at), tell: null }
  const failingSince = before.failingSince ?? at
  const isLost = failures >= LOST_AFTER_FAILURES && failingSince <= addDays(at, -LOST_AFTER_DAYS)
  if (isLost) return { ...before, state: "lost", failures, failingSince, nextCheckAt: null, tell: "lost" }
  const tell = before.failingSince ? null : "failing"
  return { ...before, failures, failingSince, nextCheckAt: addDays(at, 1), tell }
}

function found(before: ProofStanding, at: Date): AfterLook {
  const isNew = step(PROOF_TRANSITIONS, "prove", before.state) === "apply"
  return {
    state: "proved",
    provedAt: isNew ? at : before.provedAt,
    failures: 0,
    failingSince: null,
    nextCheckAt: addDays(at, LOOK_AGAIN_DAYS),
    tell: isNew ? "found" : null,
  }
}

/** A lost proof is looked for again when its fan presses. */
function nextLook({ state, askedAt }: ProofStanding, at: Date): Date | null {
  if (state !== "waiting" || at >= addDays(askedAt, DAILY_FOR_DAYS)) return null
  return at < addDays(askedAt, HOURLY_FOR_DAYS) ? addMs(at, HOUR_MS) : addDays(at, 1)
}

/** A page others may write on proves less than what only its keeper can set: it never takes an address from such a proof. */
export const isStronger = (standing: ProofMethod, challenger: ProofMethod): boolean =>
  standing !== "seen" && challenger === "seen"
