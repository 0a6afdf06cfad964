import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Id, newId } from "../kernel/ids.ts"
import { addDays, addMs, HOUR_MS } from "../kernel/period.ts"
import { CLICK_FLAGS, type ClickFlag } from "./click.ts"
import {
  type Candidate,
  type CodeCandidate,
  decideReferrer,
  type ReferrerQuestion,
  type Touch,
} from "./decide-referrer.ts"

const NOW = new Date("2026-03-02T06:00:00Z")
const buyer = newId("user", NOW)
const ann = newId("user", NOW)
const bob = newId("user", NOW)
const links = new Map<string, Id<"link">>([ann, bob, buyer].map((u) => [u, newId("link", NOW)]))

const ago = (days: number, ms = 0): Date => addMs(addDays(NOW, -days), -ms)
const by = (referrerUserId: Id<"user">, at: Date) => ({
  at,
  linkId: links.get(referrerUserId) ?? null,
  referrerUserId,
  referrerPayee: `${referrerUserId}@example.com`,
  suspended: false,
})
const codes = new Map<string, Id<"code">>([ann, bob, buyer].map((u) => [u, newId("code", NOW)]))
const codeId = (who: Id<"user">): Id<"code"> => codes.get(who) ?? `cod_of_${who}`
const code = (who: Id<"user">, at: Date, more: Partial<CodeCandidate> = {}): Candidate => ({
  kind: "code",
  codeId: codeId(who),
  retiredAt: null,
  takenOffAt: null,
  ...by(who, at),
  linkId: null,
  ...more,
})
const click = (who: Id<"user">, at: Date, flag: ClickFlag | null = null, retiredAt: Date | null = null): Candidate => ({
  kind: "click",
  clickId: `click-${at.getTime()}-${who}`,
  flag,
  retiredAt,
  ...by(who, at),
})
/** A demo of 30 days that ended (or will end) at `endsAt`. */
const demo = (who: Id<"user">, endsAt: Date, bound = true): Candidate => ({
  kind: "demo",
  clickId: "click-of-the-demo",
  codeId: null,
  bound,
  endsAt,
  ...by(who, addDays(endsAt, -30)),
})

const decide = (...candidates: Candidate[]) =>
  decideReferrer({ at: NOW, buyer: { userId: buyer, payee: "me@example.com" }, candidates })

const DAY14 = ago(14)
const DAY30 = ago(30)
/** [what, what it makes at an age of so many days and milliseconds, days, whether it counts at exactly that age] */
const EDGES: [string, (days: number, ms: number) => Candidate, number, boolean][] = [
  ["a code typed 14 days ago", (days, ms) => code(ann, ago(days, ms)), 14, true],
  ["a click 30 days ago", (days, ms) => click(ann, ago(days, ms)), 30, true],
  ["a demo that ended 30 days ago", (days, ms) => demo(ann, ago(days, ms)), 30, false],
]

describe("the windows", () => {
  it.each(EDGES)("%s: a millisecond younger, exactly, a millisecond older", (_what, make, days, atEdge) => {
    const counts = (ms: number) => decide(make(days, ms)).referrerUserId === ann
    expect([counts(-1), counts(0), counts(1)]).toEqual([true, atEdge, false])
    const old = decide(make(days, 1))
    expect(old).toMatchObject({ rule: "none", referrerUserId: null, linkId: null, clickId: null, codeId: null })
    expect(old.touches[0]!.verdict).toBe("void")
    expect(old.touches[0]!.reason).toMatch(/14 days before|30 days before/)
  })

  it("a running demo counts, whenever it started", () => {
    expect(decide(demo(ann, addDays(NOW, 1)))).toMatchObject({ rule: "demo_origin", referrerUserId: ann })
  })

  it("what lies in the future does not count", () => {
    expect(decide(click(ann, addMs(NOW, 1))).rule).toBe("none")
    expect(decide(click(ann, NOW)).rule).toBe("last_click")
  })
})

describe("the order of the rules", () => {
  const KINDS: [string, string, (who: Id<"user">) => Candidate, (who: Id<"user">) => Candidate][] = [
    ["code", "creator_code", (w) => code(w, DAY14), (w) => code(w, ago(14, 1))],
    ["demo", "demo_origin", (w) => demo(w, ago(29)), (w) => demo(w, DAY30)],
    ["click", "last_click", (w) => click(w, ago(1)), (w) => click(w, ago(30, 1))],
  ]
  const PAIRS = KINDS.flatMap((high, i) => KINDS.slice(i + 1).map((low) => ({ high, low })))

  it.each(PAIRS)("$high.0 goes before $low.0, however late; when it is over, $low.0 wins", ({ high, low }) => {
    const [, highRule, highValid, highOld] = high
    const [, lowRule, lowValid] = low
    const won = decide(highValid(ann), lowValid(bob))
    expect(won).toMatchObject({ rule: highRule, referrerUserId: ann, linkId: highValid(ann).linkId })
    expect(won.touches.map((t) => [t.referrerUserId, t.verdict]).sort()).toEqual(
      [
        [ann, "won"],
        [bob, "lost"],
      ].sort(),
    )
    const lost = decide(highOld(ann), lowValid(bob))
    expect(lost).toMatchObject({ rule: lowRule, referrerUserId: bob, linkId: links.get(bob) })
    expect(lost.touches.find((t) => t.referrerUserId === ann)!.verdict).toBe("void")
  })

  it.each([
    ["code", code(ann, ago(3)), code(bob, ago(2)), "A later creator code was typed."],
    ["click", click(ann, ago(3)), click(bob, ago(2)), "A later click goes first."],
    ["demo", demo(ann, ago(3)), demo(bob, ago(2)), "A later demo goes first."],
  ])("of two of kind %s the later wins and the earlier reads why", (_kind, early, late, reason) => {
    const { referrerUserId, touches } = decide(late, early)
    expect(referrerUserId).toBe(bob)
    expect(touches.map((t) => [t.verdict, t.reason])).toEqual([
      ["lost", reason],
      ["won", expect.any(String)],
    ])
  })

  it.each([
    ["demo", demo(ann, ago(1)), "A creator code typed by the buyer goes first."],
    ["click", click(ann, ago(1)), "A creator code typed by the buyer goes first."],
  ])("a %s that lost to a code reads so", (_kind, loser, reason) => {
    expect(decide(code(bob, ago(2)), loser).touches.find((t) => t.verdict === "lost")!.reason).toBe(reason)
  })

  it("gives the click that won, and the demo's click", () => {
    expect(decide(click(ann, ago(2))).clickId).toBe(`click-${ago(2).getTime()}-${ann}`)
    expect(decide(demo(ann, ago(2))).clickId).toBe("click-of-the-demo")
    expect(decide(code(ann, ago(2)))).toMatchObject({ clickId: null, linkId: null, codeId: codeId(ann) })
  })

  it("without any click, cookies refused, a code and a demo still say who it was; and a demo says by which code", () => {
    expect(decide(code(ann, ago(2)), demo(bob, ago(2))).referrerUserId).toBe(ann)
    const coded = decide({ ...demo(bob, ago(2)), linkId: null, clickId: null, codeId: codeId(bob) } as Candidate)
    expect(coded).toMatchObject({ rule: "demo_origin", referrerUserId: bob, codeId: codeId(bob), linkId: null })
    expect(coded.touches[0]!.reason).toBe("The buyer's demo started with this creator code.")
  })

  it("of two clicks in the same millisecond the same one wins, however they are read", () => {
    const two = [click(ann, ago(1)), click(bob, ago(1))]
    expect(decide(...two)).toEqual(decide(...[...two].reverse()))
  })

  it("nothing gives nobody", () => {
    expect(decide()).toEqual({
      rule: "none",
      referrerUserId: null,
      linkId: null,
      clickId: null,
      codeId: null,
      touches: [],
    })
  })
})

describe("what cannot win", () => {
  it.each(CLICK_FLAGS)("a click flagged %s, which leaves the one before", (flag) => {
    const { referrerUserId, touches } = decide(click(ann, ago(5)), click(bob, ago(1), flag))
    expect(referrerUserId).toBe(ann)
    expect(touches[1]).toMatchObject({ verdict: "void", reason: expect.stringMatching(/\.$/) })
  })

  it("a demo of which nothing was downloaded", () => {
    const { rule, touches } = decide(demo(ann, addDays(NOW, 9), false), click(bob, ago(1)))
    expect(rule).toBe("last_click")
    expect(touches[0]).toMatchObject({ verdict: "void", reason: "Nothing of the demo was downloaded." })
  })

  it.each([
    ["code", code(buyer, ago(1))],
    ["demo", demo(buyer, ago(1))],
    ["click", click(buyer, ago(1))],
  ])("the buyer's own %s; another fan's click does, and the reason is named", (kind, own) => {
    const { referrerUserId, touches } = decide(own, click(ann, ago(9)))
    expect(referrerUserId).toBe(ann)
    expect(touches.find((t) => t.referrerUserId === buyer)).toMatchObject({
      verdict: "void",
      reason: `Own ${kind === "code" ? "code" : "link"}: the buyer and the fan are the same account.`,
    })
  })

  it.each([
    ["code", code(ann, ago(1))],
    ["demo", demo(ann, ago(1))],
    ["click", click(ann, ago(1))],
  ])("a %s of a fan with the buyer's PayPal address, in any spelling", (kind, touch) => {
    const { referrerUserId, touches } = decide({ ...touch, referrerPayee: " ME@Example.com" }, click(bob, ago(9)))
    expect(referrerUserId).toBe(bob)
    expect(touches.find((t) => t.referrerUserId === ann)).toMatchObject({
      verdict: "void",
      reason: `Own ${kind === "code" ? "code" : "link"}: the buyer and the fan are paid at the same PayPal address.`,
    })
  })

  it.each([
    ["code", code(ann, ago(1))],
    ["demo", demo(ann, ago(1))],
    ["click", click(ann, ago(1))],
  ])("a %s of a fan whose account is closed; another fan's click does", (_kind, touch) => {
    const { referrerUserId, touches } = decide({ ...touch, suspended: true }, click(bob, ago(9)))
    expect(referrerUserId).toBe(bob)
    expect(touches.find((t) => t.referrerUserId === ann)).toMatchObject({
      verdict: "void",
      reason: "The fan's account is closed.",
    })
  })

  /** [what, retired (or taken off) so long after the touch, whether the touch counts] */
  it.each([
    [-1, false],
    [0, false],
    [1, true],
  ])("a code or a link retired %d ms after the touch counts: %s", (ms, counts) => {
    const retiredAt = addMs(ago(1), ms)
    expect(decide(code(ann, ago(1), { retiredAt })).rule).toBe(counts ? "creator_code" : "none")
    expect(decide(click(ann, ago(1), null, retiredAt)).rule).toBe(counts ? "last_click" : "none")
  })

  it("a code the buyer took off again before the decision, which gives the click back its place", () => {
    const off = (takenOffAt: Date) => decide(code(ann, ago(2), { takenOffAt }), click(bob, ago(3)))
    expect(off(ago(1))).toMatchObject({ referrerUserId: bob, touches: [{ verdict: "won" }, { verdict: "void" }] })
    expect(off(NOW).referrerUserId).toBe(bob)
    expect(off(addMs(NOW, 1)).referrerUserId).toBe(ann)
  })

  it("two without any PayPal address are not thereby the same", () => {
    const candidates = [{ ...click(ann, ago(1)), referrerPayee: null }]
    expect(decideReferrer({ at: NOW, buyer: { userId: buyer, payee: null }, candidates }).referrerUserId).toBe(ann)
  })
})

const people = [buyer, ann, bob, newId("user", NOW), newId("user", NOW)]
const payees = [null, "me@example.com", "Me@Example.com", "a@example.com"]
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    kind: fc.constantFrom("code", "demo", "click"),
    who: fc.constantFrom(...people),
    hours: fc.integer({ min: -800, max: 5 }),
    payee: fc.constantFrom(...payees),
    flag: fc.constantFrom(null, null, "bot", "prefetch"),
    bound: fc.boolean(),
    suspended: fc.constantFrom(false, false, false, true),
    retiredHours: fc.constantFrom(null, null, -700, -400, -100, 0),
  })
  .map(({ kind, who, hours, payee, flag, bound, suspended, retiredHours }) => {
    const at = addMs(NOW, hours * HOUR_MS)
    const retiredAt = retiredHours === null ? null : addMs(NOW, retiredHours * HOUR_MS)
    const made =
      kind === "code"
        ? code(who, at, { retiredAt, takenOffAt: bound ? null : retiredAt })
        : kind === "demo"
          ? demo(who, at, bound)
          : click(who, at, flag as ClickFlag, retiredAt)
    return { ...made, referrerPayee: payee, suspended }
  })

/** Twins of one fan and one moment may differ in what makes one of them void. */
const isOf = (c: Candidate, won: Touch): boolean =>
  won.kind === c.kind && won.at === c.at.toISOString() && won.referrerUserId === c.referrerUserId

describe("whatever is handed in", () => {
  const ask = (candidates: Candidate[]): ReferrerQuestion => ({
    at: NOW,
    buyer: { userId: buyer, payee: "me@example.com" },
    candidates,
  })

  it("never two fans, never the buyer himself or whom he is paid with, and every touch is accounted for", () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), (candidates) => {
        const decision = decideReferrer(ask(candidates))
        const won = decision.touches.filter((t) => t.verdict === "won")
        expect(won.map((t) => t.referrerUserId)).toEqual(decision.referrerUserId ? [decision.referrerUserId] : [])
        expect(decision.rule === "none").toBe(decision.referrerUserId === null)
        expect(decision.referrerUserId).not.toBe(buyer)
        for (const touch of won) {
          const behind = candidates.filter((c) => isOf(c, touch))
          expect(behind.some((c) => c.referrerPayee?.toLowerCase() !== "me@example.com" && !c.suspended)).toBe(true)
        }
        expect(decision.touches.length).toBe(candidates.length)
        if (won.length === 0) expect(decision.touches.every((t) => t.verdict === "void")).toBe(true)
        for (const t of decision.touches) expect(t.reason.length).toBeGreaterThan(10)
      }),
    )
  })

  it("the order in which touches are handed in changes nothing, not even in what is told of them", () => {
    const shuffled = fc.array(candidate, { maxLength: 8 }).chain((all) =>
      fc.record({
        all: fc.constant(all),
        other: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ all, other }) => {
        expect(decideReferrer(ask(other))).toEqual(decideReferrer(ask(all)))
      }),
    )
  })

  it("a code that counts goes before every link and demo there is", () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 8 }), fc.integer({ min: 0, max: 14 * 24 }), (candidates, hours) => {
        const others = candidates.filter((c) => c.kind !== "code")
        const typed = code(ann, addMs(NOW, -hours * HOUR_MS))
        expect(decideReferrer(ask([...others, typed]))).toMatchObject({ rule: "creator_code", referrerUserId: ann })
      }),
    )
  })

  it("a click of the buyer's own changes nothing", () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 8 }), (candidates) => {
        const before = decideReferrer(ask(candidates))
        const after = decideReferrer(ask([...candidates, click(buyer, NOW)]))
        expect(after.referrerUserId).toBe(before.referrerUserId)
        expect(after.rule).toBe(before.rule)
      }),
    )
  })
})
