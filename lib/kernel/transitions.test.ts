/** Walks every state table of the house over every state and event. */
import { describe, expect, it } from "vitest"
import { ERASURE_STATES, ERASURE_TRANSITIONS } from "../auth/erasure-state.ts"
import { RELEASE_STATES, RELEASE_TRANSITIONS } from "../catalog/release-state.ts"
import { TITLE_STATES, TITLE_TRANSITIONS } from "../catalog/title-state.ts"
import { ORDER_STATES, ORDER_TRANSITIONS } from "../checkout/order-state.ts"
import { NODE_STATES, NODE_TRANSITIONS } from "../delivery/node-state.ts"
import { SESSION_ACCEPTS_RECEIPTS, SESSION_STATES, SESSION_TRANSITIONS } from "../delivery/session-state.ts"
import { ENTITLEMENT_STATES, ENTITLEMENT_TRANSITIONS } from "../entitlements/entitlement-state.ts"
import { PAYOUT_RUN_STATES, PAYOUT_RUN_TRANSITIONS } from "../payouts/payout-run-state.ts"
import {
  eventOfItemStatus,
  PAYOUT_IN_FLIGHT_STATES,
  PAYOUT_STATES,
  PAYOUT_TRANSITIONS,
  PAYOUT_UNPAID_STATES,
} from "../payouts/payout-state.ts"
import { step, type Transitions } from "./transitions.ts"

interface Machine {
  states: readonly string[]
  table: Transitions<string>
  /** For each state: the events that move it, written out by hand as `event>state`. */
  moves: Record<string, string>
}

const MACHINES: Record<string, Machine> = {
  order: {
    states: ORDER_STATES,
    table: ORDER_TRANSITIONS,
    moves: {
      created: "approve>approved capture>captured void>voided expire>expired",
      approved: "capture>captured void>voided expire>expired",
      captured: "refund>refunded",
      refunded: "",
      voided: "capture>captured",
      expired: "capture>captured",
    },
  },
  entitlement: {
    states: ENTITLEMENT_STATES,
    table: ENTITLEMENT_TRANSITIONS,
    moves: { active: "expire>expired revoke>revoked", expired: "revoke>revoked", revoked: "" },
  },
  session: {
    states: SESSION_STATES,
    table: SESSION_TRANSITIONS,
    moves: { open: "report>reported close>closed", reported: "close>closed", closed: "settle>settled", settled: "" },
  },
  node: {
    states: NODE_STATES,
    table: NODE_TRANSITIONS,
    moves: { active: "suspend>suspended remove>removed", suspended: "restore>active remove>removed", removed: "" },
  },
  release: {
    states: RELEASE_STATES,
    table: RELEASE_TRANSITIONS,
    moves: {
      uploading: "finishUpload>uploaded withdraw>withdrawn",
      uploaded: "startPublish>publishing fail>failed withdraw>withdrawn",
      publishing: "finishPublish>published fail>failed",
      published: "withdraw>withdrawn",
      failed: "startPublish>publishing withdraw>withdrawn",
      withdrawn: "",
    },
  },
  title: {
    states: TITLE_STATES,
    table: TITLE_TRANSITIONS,
    moves: {
      draft: "publish>published askReview>in_review withdraw>withdrawn takeDown>taken_down",
      in_review: "approve>published refuse>draft withdraw>withdrawn takeDown>taken_down",
      published: "withdraw>withdrawn takeDown>taken_down",
      withdrawn: "publish>published askReview>in_review takeDown>taken_down",
      taken_down: "restore>published giveBack>withdrawn",
    },
  },
  erasure: {
    states: ERASURE_STATES,
    table: ERASURE_TRANSITIONS,
    moves: { waiting: "cancel>cancelled finish>done", cancelled: "", done: "" },
  },
  payout: {
    states: PAYOUT_STATES,
    table: PAYOUT_TRANSITIONS,
    moves: {
      draft: "approve>approved withdraw>canceled",
      approved: "withdraw>canceled submit>submitting",
      submitting: "accept>submitted refuse>failed",
      submitted:
        "pay>paid unclaim>unclaimed hold>held block>blocked fail>failed cancel>canceled return>returned refund>refunded reverse>reversed",
      unclaimed:
        "pay>paid hold>held block>blocked fail>failed cancel>canceled return>returned refund>refunded reverse>reversed",
      held: "pay>paid unclaim>unclaimed block>blocked fail>failed cancel>canceled return>returned refund>refunded reverse>reversed",
      blocked:
        "pay>paid unclaim>unclaimed hold>held fail>failed cancel>canceled return>returned refund>refunded reverse>reversed",
      paid: "return>returned refund>refunded reverse>reversed",
      failed: "",
      returned: "",
      refunded: "",
      reversed: "",
      canceled: "",
    },
  },
  payoutRun: {
    states: PAYOUT_RUN_STATES,
    table: PAYOUT_RUN_TRANSITIONS,
    moves: {
      draft: "approve>approved cancel>canceled",
      approved: "cancel>canceled submit>submitting",
      submitting: "loseAnswer>unknown accept>submitted refuse>refused",
      unknown: "submit>submitting accept>submitted",
      submitted: "deny>refused complete>completed",
      completed: "",
      refused: "",
      canceled: "",
    },
  },
}

/** What a state and an event should give by the hand-written moves. */
function expected(machine: Machine, state: string, event: string): string {
  const move = machine.moves[state]!.split(" ").find((m) => m.startsWith(`${event}>`))
  if (move) return `apply ${move.slice(event.length + 1)}`
  return Object.values(machine.moves).some((m) => m.split(" ").includes(`${event}>${state}`)) ? "repeat" : "conflict"
}

describe.each(Object.entries(MACHINES))("%s", (_name, machine) => {
  const walks = machine.states.flatMap((state) => Object.keys(machine.table).map((event) => ({ state, event })))

  it.each(walks)("$state x $event", ({ state, event }) => {
    const got = step(machine.table, event, state)
    expect(got === "apply" ? `apply ${machine.table[event]!.to}` : got).toBe(expected(machine, state, event))
  })

  it("can reach every state from its first one", () => {
    const seen = new Set([machine.states[0]!])
    for (let before = 0; before !== seen.size; ) {
      before = seen.size
      for (const { from, to } of Object.values(machine.table)) if (from.some((s) => seen.has(s))) seen.add(to)
    }
    expect([...seen].sort()).toEqual([...machine.states].sort())
  })
})

describe("payouts", () => {
  it("are in flight, paid or back with their owner, never two of these", () => {
    const all = [...PAYOUT_IN_FLIGHT_STATES, "paid", ...PAYOUT_UNPAID_STATES]
    expect([...all].sort()).toEqual([...PAYOUT_STATES].sort())
  })

  it("never leave a state in which the money went back", () => {
    const table: Transitions<string> = PAYOUT_TRANSITIONS
    for (const state of PAYOUT_UNPAID_STATES) {
      for (const event of Object.keys(table)) expect(step<string, typeof table>(table, event, state)).not.toBe("apply")
    }
  })

  it.each([
    ["PENDING", null],
    ["SUCCESS", "paid"],
    ["UNCLAIMED", "unclaimed"],
    ["ONHOLD", "held"],
    ["ON_HOLD", "held"],
    ["BLOCKED", "blocked"],
    ["FAILED", "failed"],
    ["DENIED", "failed"],
    ["RETURNED", "returned"],
    ["REFUNDED", "refunded"],
    ["REVERSED", "reversed"],
    ["CANCELED", "canceled"],
  ])("%s leads to %s", (word, state) => {
    const { event, alert } = eventOfItemStatus(word)
    expect(alert).toBe(false)
    expect(event && PAYOUT_TRANSITIONS[event].to).toBe(state)
  })

  it.each(["", "success", "COMPLETED", "constructor", "__proto__"])("hold and alert on %j", (word) => {
    expect(eventOfItemStatus(word)).toEqual({ event: "hold", alert: true })
  })
})

it("a session takes receipts until it is closed", () => {
  expect(SESSION_ACCEPTS_RECEIPTS).toEqual(["open", "reported"])
})
