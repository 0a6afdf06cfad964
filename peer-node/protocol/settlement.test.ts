import fc from "fast-check"
import { expect, test } from "vitest"
import { filled, refusal } from "./fixture.ts"
import { roomBytes, type SettlementInput, type SettlementRow, settle } from "./settlement.ts"

const row = (id: number, ownerTag: string, cumulativeBytes: bigint, more: Partial<SettlementRow> = {}) => ({
  jti: filled(16, id),
  ownerTag,
  cumulativeBytes,
  limBytes: 1n << 40n,
  capBytes: 1n << 40n,
  related: false,
  ...more,
})
const input = (rows: SettlementRow[], more: Partial<SettlementInput> = {}): SettlementInput => ({
  poolMicros: 1_500_000n,
  sizeBytes: 1_000_000n,
  originBytes: 0n,
  creditedBytes: 0n,
  rows,
  ...more,
})
const pays = (i: SettlementInput) => settle(i).shares.map((s) => s.payMicros)
const xs = (i: SettlementInput) => settle(i).shares.map((s) => s.x)
// Math.min takes no bigints.
const min = (a: bigint, b: bigint): bigint => (b > a ? a : b)
const sum = (ns: readonly bigint[]) => ns.reduce((a, b) => a + b, 0n)

test("a $30.00 title carried whole by one vetted owner pays the whole 5 %", () => {
  const s = settle(input([row(1, "a", 1_000_000n, { limBytes: 1_000_000n, capBytes: 1_000_000n })]))
  expect(s).toMatchObject({ totalMicros: 1_500_000n, originShareMicros: 0n, flags: [], level: null })
  expect(s.shares[0]).toMatchObject({ x: 1_000_000n, payMicros: 1_500_000n, verdict: "full" })
})

test("$0.99 among eight carriers is exact to the micro", () => {
  // B = floor(990 000 x 5 %) = 49 500; eight eighths of a 4 MB song: 6 187.5 each, the odd halves by ticket id.
  const rows = Array.from({ length: 8 }, (_, i) => row(i + 1, `o${i}`, 500_000n))
  expect(pays(input(rows, { poolMicros: 49_500n, sizeBytes: 4_000_000n }))).toEqual([
    ...Array(4).fill(6_188n),
    ...Array(4).fill(6_187n),
  ])
})

test("an unvetted owner is held to half, over all its tickets together, and nobody gains from it", () => {
  const cap = { capBytes: 500_000n, limBytes: 500_000n }
  const s = settle(input([row(1, "a", 600_000n, cap), row(2, "a", 300_000n, cap), row(3, "b", 100_000n)]))
  expect(s.shares.map((r) => [r.x, r.verdict])).toEqual([
    [312_500n, "capped"],
    [187_500n, "capped"],
    [100_000n, "full"],
  ])
  expect(s.originShareMicros).toBe(600_000n)
  expect(s.flags).toEqual([])
})

test("a ticket is paid up to its limit, a related party nothing, a ticket without receipts nothing", () => {
  const s = settle(
    input([
      row(1, "a", 400_000n, { limBytes: 250_000n }),
      row(2, "b", 300_000n, { related: true }),
      row(3, "c", 0n),
      row(4, "d", 100_000n),
    ]),
  )
  expect(s.shares.map((r) => [r.payMicros, r.verdict])).toEqual([
    [375_000n, "limited"],
    [0n, "related"],
    [0n, "empty"],
    [150_000n, "full"],
  ])
})

test("what the origin served and what was credited before leave no room", () => {
  expect(roomBytes({ sizeBytes: 10n, originBytes: 3n, creditedBytes: 4n })).toBe(3n)
  expect(roomBytes({ sizeBytes: 10n, originBytes: 30n, creditedBytes: 4n })).toBe(0n)
  const all = settle(input([row(1, "a", 1_000_000n)], { originBytes: 1_000_000n }))
  expect(all).toMatchObject({ totalMicros: 0n, originShareMicros: 1_500_000n, flags: ["OVERCLAIM"], level: 0n })
  expect(settle(input([row(1, "a", 9n)], { creditedBytes: 1_000_000n })).totalMicros).toBe(0n)
})

test("one liar of eight is held to a ninth of the room or less, and the honest seven keep nearly all", () => {
  // Seven honest carriers brought all of it between them; the liar has a receipt for everything.
  const honest = Array.from({ length: 7 }, (_, i) => row(i + 2, `h${i}`, i === 6 ? 142_858n : 142_857n))
  const s = settle(input([row(1, "liar", 1_000_000n), ...honest]))
  expect(s.flags).toEqual(["OVERCLAIM"])
  expect(s.level).toBe(125_000n)
  expect(s.shares[0]).toMatchObject({ x: 125_000n, verdict: "levelled" })
  expect(sum(s.shares.map((r) => r.x))).toBe(1_000_000n)
})

test("the bytes a level leaves over go one each by ticket id", () => {
  const rows = [row(3, "c", 9n), row(1, "a", 9n), row(2, "b", 9n)]
  expect(xs(input(rows, { sizeBytes: 11n }))).toEqual([4n, 4n, 3n])
})

test("bad input is refused by name", async () => {
  expect(await refusal(() => settle(input([], { sizeBytes: 0n })))).toBe("inconsistent")
  expect(await refusal(() => settle(input([row(1, "a", -1n)])))).toBe("inconsistent")
  expect(await refusal(() => settle(input([row(1, "a", 1n), row(1, "a", 2n)])))).toBe("inconsistent")
  expect(await refusal(() => settle(input([row(1, "a", 1n, { jti: filled(15, 1) })])))).toBe("malformed")
  const many = Array.from({ length: 257 }, (_, i) => ({ ...row(0, "a", 1n), jti: Uint8Array.from(Array(16).fill(i)) }))
  expect(await refusal(() => settle(input(many)))).toBe("too_large")
})

const anyRow = fc.record({
  id: fc.integer({ min: 0, max: 255 }),
  owner: fc.integer({ min: 0, max: 4 }),
  cum: fc.bigInt({ min: 0n, max: 2_000_003n }),
  lim: fc.bigInt({ min: 0n, max: 1_000_003n }),
  cap: fc.constantFrom(500_001n, 1_000_003n),
  related: fc.boolean(),
})
const anyInput = fc
  .record({
    rows: fc.uniqueArray(anyRow, { selector: (r) => r.id, maxLength: 12 }),
    poolMicros: fc.bigInt({ min: 0n, max: 5_000_011n }),
    originBytes: fc.bigInt({ min: 0n, max: 1_500_000n }),
    creditedBytes: fc.bigInt({ min: 0n, max: 500_000n }),
  })
  .map(({ rows, ...rest }) =>
    input(
      rows.map((r) =>
        row(r.id, `o${r.owner}`, r.cum, { limBytes: r.lim, capBytes: r.cap, related: r.related && r.owner > 2 }),
      ),
      { ...rest, sizeBytes: 1_000_003n },
    ),
  )

test("for every input: exact sums, no owner above its cap, no ticket above its claim, room kept and filled", () => {
  fc.assert(
    fc.property(anyInput, (i) => {
      const s = settle(i)
      expect(s.totalMicros + s.originShareMicros).toBe(i.poolMicros)
      expect(sum(s.shares.map((r) => r.payMicros))).toBe(s.totalMicros)
      const total = sum(s.shares.map((r) => r.x))
      expect(s.totalMicros).toBe((i.poolMicros * total) / i.sizeBytes)
      const byId = new Map(i.rows.map((r) => [r.jti[0], r]))
      const owners = new Map<string, { x: bigint; cap: bigint; claim: bigint }>()
      for (const share of s.shares) {
        const r = byId.get(share.jti[0])!
        const claim = r.related ? 0n : min(r.cumulativeBytes, r.limBytes)
        expect(share.x <= claim).toBe(true)
        // A micro at most is gained by rounding.
        expect(share.payMicros <= (i.poolMicros * share.x) / i.sizeBytes + 1n).toBe(true)
        const o = owners.get(share.ownerTag) ?? { x: 0n, cap: 0n, claim: 0n }
        const cap = r.capBytes > o.cap ? r.capBytes : o.cap
        owners.set(share.ownerTag, { x: o.x + share.x, cap, claim: o.claim + claim })
      }
      for (const o of owners.values()) expect(o.x <= o.cap).toBe(true)
      const room = roomBytes(i)
      const wanted = sum([...owners.values()].map((o) => min(o.claim, o.cap)))
      expect(total).toBe(min(wanted, room))
      expect(s.flags).toEqual(wanted > room ? ["OVERCLAIM"] : [])
    }),
    { numRuns: 400 },
  )
})

test("neither the order of rows nor a row given twice changes anything", () => {
  fc.assert(
    fc.property(anyInput, fc.infiniteStream(fc.nat()), (i, noise) => {
      const shuffled = [...i.rows, ...i.rows.slice(0, 3)]
        .map((r) => [noise.next().value, r] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, r]) => r)
      expect(settle({ ...i, rows: shuffled })).toEqual(settle(i))
    }),
  )
})

test("whatever liars claim, an honest carrier gets at least 1/(liars+1) of its due", () => {
  const claims = fc.array(fc.bigInt({ min: 0n, max: 2_000_000n }), { minLength: 1, maxLength: 7 })
  const parts = fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(parts, claims, (honest, lies) => {
      const size = sum(honest)
      const rows = [
        ...honest.map((bytes, i) => row(i + 1, `h${i}`, bytes)),
        ...lies.map((bytes, i) => row(i + 101, `l${i}`, bytes, { limBytes: size, capBytes: size })),
      ]
      const got = xs(input(rows, { sizeBytes: size }))
      // One byte of slack: a level is a whole number of bytes.
      honest.forEach((due, i) => {
        expect((got[i]! + 1n) * BigInt(lies.length + 1) >= due).toBe(true)
      })
    }),
    { numRuns: 400 },
  )
})

test("splitting one's bytes over more tickets of the same owner gains nothing but rounding", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 2n, max: 900_000n }), fc.bigInt({ min: 0n, max: 900_000n }), (own, other) => {
      const one = xs(input([row(1, "a", own), row(9, "b", other)]))[0]!
      const two = xs(input([row(1, "a", own / 2n), row(2, "a", own - own / 2n), row(9, "b", other)]))
      expect(two[0]! + two[1]!).toBe(one)
    }),
  )
})
