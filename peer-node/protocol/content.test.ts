import fc from "fast-check"
import { expect, test } from "vitest"
import { fromHex, toHex, utf8 } from "./bytes.ts"
import {
  checkFiles,
  openPiece,
  pieceSizeFor,
  pieceSpans,
  plainPieceBytes,
  planParts,
  sealPiece,
  segmentAad,
  segmentNonce,
} from "./content.ts"
import { filled, fixedCrypto, platform, RELEASE_ID, refusal, sessionKey, trusted } from "./fixture.ts"
import { countedGrantBytes, grantBody, grantSigningBytes, verifyGrant } from "./grant.ts"
import { signJws } from "./jws.ts"
import { type Manifest, manifestHash, partOf, pieceBytes, pieceHash, signManifest, verifyManifest } from "./manifest.ts"

const KIB = 1024
const file = (path: string, size: number) => ({ path, size })

test("the piece size rule at its edges", () => {
  expect(pieceSizeFor(63_999_999)).toBe(256 * KIB)
  expect(pieceSizeFor(64_000_000)).toBe(1024 * KIB)
  expect(pieceSizeFor(4_000_000_000)).toBe(1024 * KIB)
  expect(pieceSizeFor(4_000_000_001)).toBe(4096 * KIB)
  expect(pieceSizeFor(50_000_000_000)).toBe(16_384 * KIB)
  for (const size of [1, 63_999_999, 4e9, 40e9, 50 * 2 ** 30])
    expect(planParts([{ name: "full", files: [file("a", size)] }]).n).toBeLessThanOrEqual(16_384)
})

test("a trial part and a full part: boundaries, padding, the short last piece", () => {
  const segment = 256 * KIB - 16
  const plan = planParts([
    { name: "trial", files: [file("t/a", segment), file("t/b", 5)] },
    { name: "full", files: [file("empty", 0), file("f", segment + 100)] },
  ])
  expect(plan).toMatchObject({ psz: 256 * KIB, n: 4, sz: 3 * 256 * KIB + 100 + 16 })
  expect(plan.parts.map((p) => [p.name, p.first, p.count, p.size])).toEqual([
    ["trial", 0, 2, segment + 5],
    ["full", 2, 2, segment + 100],
  ])
  expect(pieceSpans(plan, 1)).toEqual([{ part: "trial", path: "t/b", fileOffset: 0, pieceOffset: 0, length: 5 }])
  expect(plainPieceBytes(plan, 1)).toBe(segment)
  expect(pieceSpans(plan, 3)).toEqual([{ part: "full", path: "f", fileOffset: segment, pieceOffset: 0, length: 100 }])
  expect(plainPieceBytes(plan, 3)).toBe(100)
})

test("for every release: the spans of all pieces are the files, once, in order", () => {
  const files = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(files, files, fc.constantFrom("A256GCM-SEG" as const, "none" as const), (a, b, encryption) => {
      fc.pre(a.some((n) => n > 0) && b.some((n) => n > 0))
      const named = (sizes: number[]) => sizes.map((n, i) => file(`f${i}`, n))
      const parts = [
        { name: "trial" as const, files: named(a) },
        { name: "full" as const, files: named(b) },
      ]
      const plan = planParts(encryption === "none" ? parts.slice(1) : parts, { encryption })
      const got = new Map<string, number>()
      let bytes = 0
      for (let i = 0; i < plan.n; i++) {
        bytes += pieceBytes(plan, i)
        let at = 0
        for (const s of pieceSpans(plan, i, encryption)) {
          const key = `${s.part}/${s.path}`
          expect(s.pieceOffset).toBe(at)
          expect(s.fileOffset).toBe(got.get(key) ?? 0)
          got.set(key, s.fileOffset + s.length)
          at += s.length
        }
        expect(at <= plainPieceBytes(plan, i, encryption)).toBe(true)
        if (i === plan.n - 1) expect(at).toBe(plainPieceBytes(plan, i, encryption))
      }
      expect(bytes).toBe(plan.sz)
      for (const part of plan.parts)
        for (const f of part.files) expect(got.get(`${part.name}/${f.path}`) ?? 0).toBe(f.size)
    }),
    { numRuns: 100 },
  )
})

test("layouts that cannot be are refused", async () => {
  const full = (files: { path: string; size: number }[]) => [{ name: "full" as const, files }]
  expect(await refusal(() => planParts([]))).toBe("inconsistent")
  expect(await refusal(() => planParts(full([file("a", 0)])))).toBe("inconsistent")
  expect(await refusal(() => planParts([{ name: "trial", files: [file("a", 1)] }]))).toBe("inconsistent")
  expect(await refusal(() => planParts(full([file("a", 51 * 2 ** 30)])))).toBe("too_large")
  expect(await refusal(() => planParts(full([file("a", 9)]), { pieceBytes: 1000 }))).toBe("inconsistent")
  expect(await refusal(() => planParts(full([file("a", 5e9)]), { pieceBytes: 256 * KIB }))).toBe("too_large")
})

test("paths that could leave their folder or that some system cannot write are refused", async () => {
  const bad = [
    "",
    "/a",
    "a//b",
    "../a",
    "a/..",
    "./a",
    "a\\b",
    "C:a",
    "a\0b",
    "a\nb",
    "nul",
    "x/COM1.txt",
    "a.",
    "a ",
    "a?",
    "é".normalize("NFD"),
    "\ud800",
    "x".repeat(513),
  ]
  for (const path of bad)
    expect([path, await refusal(() => checkFiles([file(path, 1)]))]).toEqual([path, "unsafe_path"])
  expect(await refusal(() => checkFiles([file("a", 1), file("A", 1)]))).toBe("unsafe_path")
  expect(await refusal(() => checkFiles([file("a", 1), file("A/b", 1)]))).toBe("unsafe_path")
  expect(await refusal(() => checkFiles([]))).toBe("too_large")
  checkFiles([file("game/data/été.pak", 1), file("console.txt", 1), file("..hidden", 1)])
})

test("a piece opens only in its own place of its own release", async () => {
  expect(toHex(segmentNonce(258))).toBe("000000000000000000000102")
  expect(toHex(segmentAad("rel", 1, 2))).toBe(`72656c${"0".repeat(15)}1${"0".repeat(15)}2`)
  const key = filled(32, 5)
  const at = { releaseId: RELEASE_ID, index: 3, count: 9 }
  const sealed = await sealPiece(fixedCrypto, key, at, utf8("hello"))
  expect(await openPiece(fixedCrypto, key, at, sealed)).toEqual(utf8("hello"))
  for (const change of [{ index: 4 }, { count: 10 }, { releaseId: "rel_other" }])
    expect(await refusal(() => openPiece(fixedCrypto, key, { ...at, ...change }, sealed))).toBe("bad_ciphertext")
})

const plan = planParts([
  { name: "trial", files: [file("demo", 300_000)] },
  { name: "full", files: [file("game", 100)] },
])
const manifest: Manifest = {
  v: 1,
  rel: RELEASE_ID,
  ttl: "ttl_1",
  ver: "1.0",
  ...plan,
  pieces: filled(32 * plan.n, 7),
  tor: filled(32, 8),
  ih: "ab".repeat(20),
  enc: "A256GCM-SEG",
}

test("a manifest verifies, is named by its hash, and knows its pieces", async () => {
  const token = await signManifest(manifest, platform.licence)
  const obj = await manifestHash(fixedCrypto, token)
  const read = await verifyManifest(fixedCrypto, token, { keys: trusted, obj })
  expect(read).toEqual({ manifest, obj })
  expect(pieceHash(manifest, 2)).toEqual(filled(32, 7))
  expect([0, 1, 2].map((i) => partOf(manifest, i).name)).toEqual(["trial", "trial", "full"])
  expect(pieceBytes(manifest, 2)).toBe(116)
  expect(await refusal(() => partOf(manifest, 3))).toBe("malformed")
  const other = { keys: trusted, obj: filled(32, 0) }
  expect(await refusal(() => verifyManifest(fixedCrypto, token, other))).toBe("wrong_object")
})

test("a manifest that contradicts itself is refused though it is signed", async () => {
  const { pieces: _p, tor: _t, ...rest } = manifest
  const b64 = (n: number) => Buffer.from(filled(n, 7)).toString("base64url")
  const payload = { ...rest, pieces: b64(96), tor: b64(32) }
  const verify = async (change: object) => {
    const token = await signJws("man+jwt", { ...payload, ...change }, platform.licence)
    return refusal(() => verifyManifest(fixedCrypto, token, { keys: trusted }))
  }
  expect(await verify({})).toBe("accepted")
  expect(await verify({ sz: manifest.sz + 1 })).toBe("inconsistent")
  expect(await verify({ pieces: b64(64) })).toBe("inconsistent")
  expect(await verify({ parts: [{ ...plan.parts[0]!, count: 1 }, plan.parts[1]] })).toBe("inconsistent")
  expect(await verify({ enc: "none" })).toBe("inconsistent")
  expect(await verify({ parts: [plan.parts[0], { ...plan.parts[1]!, files: [file("../x", 100)] }] })).toBe(
    "unsafe_path",
  )
  expect(await verify({ n: 1e6 })).toBe("malformed")
  expect(await verify({ psz: 4 })).toBe("inconsistent")
  expect(await refusal(() => signManifest({ ...manifest, n: 2 }, platform.licence))).toBe("inconsistent")
})

test("a grant is signed over session, pieces, progress and time", async () => {
  const g = { ses: "ses_1", pieces: [1, 5], progress: filled(104, 1), iat: 1000 }
  const body = await grantBody(fixedCrypto, sessionKey, g)
  const signature = Uint8Array.from(Buffer.from(body.sig, "base64url"))
  const ok = (change: object) => verifyGrant(fixedCrypto, sessionKey.publicKey, signature, { ...g, ...change })
  expect(await ok({})).toBe(true)
  for (const change of [{ ses: "ses_2" }, { pieces: [1, 6] }, { progress: filled(104, 2) }, { iat: 1001 }])
    expect(await ok(change)).toBe(false)
  const fails = (change: object) => refusal(() => grantSigningBytes(fixedCrypto, { ...g, ...change }))
  expect(await fails({ pieces: [5, 5] })).toBe("malformed")
  expect(await fails({ pieces: [] })).toBe("too_large")
  expect(await fails({ pieces: Array.from({ length: 65 }, (_, i) => i) })).toBe("too_large")
  expect(await fails({ progress: filled(103, 1) })).toBe("malformed")
  expect(await fails({ ses: "a b" })).toBe("malformed")
  expect(fromHex(toHex(await grantSigningBytes(fixedCrypto, g)))).toHaveLength(17 + 32)
})

test("fetching twice counts nothing: only what the signed progress leaves missing", () => {
  const counted = (progressBytes: bigint, countedBytes: bigint, newBytes: bigint) =>
    countedGrantBytes({ sizeBytes: 100n, progressBytes, countedBytes, newBytes })
  expect(counted(0n, 0n, 30n)).toBe(30n)
  expect(counted(60n, 30n, 30n)).toBe(10n)
  expect(counted(100n, 0n, 100n)).toBe(0n)
  expect(counted(300n, 0n, 100n)).toBe(0n)
})
