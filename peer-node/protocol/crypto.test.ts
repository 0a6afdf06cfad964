import { expect, test } from "vitest"
import { fromHex, toHex, utf8 } from "./bytes.ts"
import { assertUsableKey, deviceKeyFromSecret, isUsableKey, signingKeyFromSeed, webCrypto } from "./crypto.ts"
import { filled, refusal } from "./fixture.ts"

const crypto = webCrypto()

test("the known answers: RFC 8032 test 2, RFC 7748 section 6.1, RFC 4231 test 2, FIPS 180", async () => {
  const seed = fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
  const key = await signingKeyFromSeed(seed)
  expect(toHex(key.publicKey)).toBe("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
  const signature = await crypto.sign(key, Uint8Array.of(0x72))
  expect(toHex(signature).startsWith("92a009a9f0d4cab8720e820b5f642540")).toBe(true)
  expect(await crypto.verify(key.publicKey, signature, Uint8Array.of(0x72))).toBe(true)
  const alice = fromHex("77076d0a7318a57d3c16c17251b26645df4c2f92ebc099ac6a1d7c1b2a1d3d5c")
  expect((await deviceKeyFromSecret(alice)).publicKey).toHaveLength(32)
  const mac = await crypto.hmacSha256(utf8("Jefe"), utf8("what do ya want for nothing?"))
  expect(toHex(mac)).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  expect(toHex(await crypto.sha256(utf8("abc"))).startsWith("ba7816bf8f01cfea")).toBe(true)
})

test("generated keys sign, and their seed gives the same public key", async () => {
  const pair = await crypto.generateSigningKey()
  expect((await signingKeyFromSeed(pair.secretKey)).publicKey).toEqual(pair.publicKey)
  const device = await crypto.generateDeviceKey()
  expect((await deviceKeyFromSecret(device.secretKey)).publicKey).toEqual(device.publicKey)
})

test("verify says false, never throws, to what does not fit", async () => {
  const pair = await crypto.generateSigningKey()
  const signature = await crypto.sign(pair, utf8("x"))
  expect(await crypto.verify(pair.publicKey, signature, utf8("y"))).toBe(false)
  expect(await crypto.verify(pair.publicKey.slice(1), signature, utf8("x"))).toBe(false)
  expect(await crypto.verify(pair.publicKey, signature.slice(1), utf8("x"))).toBe(false)
})

test("a sealed segment opens only with its key, nonce and associated data", async () => {
  const [key, nonce, aad] = [filled(32, 1), filled(12, 2), filled(3, 3)]
  const sealed = await crypto.aesGcmSeal(key, nonce, aad, utf8("plain"))
  expect(sealed).toHaveLength(5 + 16)
  expect(await crypto.aesGcmOpen(key, nonce, aad, sealed)).toEqual(utf8("plain"))
  expect(await refusal(() => crypto.aesGcmOpen(filled(32, 9), nonce, aad, sealed))).toBe("bad_ciphertext")
  expect(await refusal(() => crypto.aesGcmOpen(key, filled(12, 9), aad, sealed))).toBe("bad_ciphertext")
  expect(await refusal(() => crypto.aesGcmOpen(key, nonce, filled(3, 9), sealed))).toBe("bad_ciphertext")
})

// edwards25519 in affine coordinates, slow and plain: an independent check of the table of weak keys.
const P = 2n ** 255n - 19n
const mod = (n: bigint) => ((n % P) + P) % P
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b)
  return result
}
const inverse = (n: bigint) => power(n, P - 2n)
const D = mod(-121665n * inverse(121666n))
type Point = readonly [bigint, bigint]
function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const k = mod(D * x1 * x2 * y1 * y2)
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + k)), mod((y1 * y2 + x1 * x2) * inverse(1n - k))]
}
function pointWithY(y: bigint): Point | null {
  const xx = mod((y * y - 1n) * inverse(D * y * y + 1n))
  let x = power(xx, (P + 3n) / 8n)
  if (mod(x * x) !== xx) x = mod(x * power(2n, (P - 1n) / 4n))
  return mod(x * x) === xx ? [x, y] : null
}
const littleEndian = (n: bigint) => fromHex(n.toString(16).padStart(64, "0")).reverse()

test("every point of small order on edwards25519 is refused, in each of its spellings, and no other", async () => {
  // 8P for any P of the curve's eighth part: walk the torsion group from a point of order 8.
  const orderEight = pointWithY(
    BigInt(`0x${toHex(fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05").reverse())}`),
  )!
  let at: Point = [0n, 1n]
  const ys = new Set<bigint>()
  for (let i = 0; i < 8; i++) {
    at = add(at, orderEight)
    ys.add(at[1])
  }
  expect(at).toEqual([0n, 1n])
  expect(ys.size).toBe(5)
  for (const y of ys)
    for (const spelling of [y, y + P].filter((n) => n < 2n ** 255n))
      for (const sign of [0, 0x80]) {
        const key = littleEndian(spelling)
        key[31]! |= sign
        expect(await refusal(() => assertUsableKey(key))).toBe("weak_key")
        expect(await crypto.verify(key, Uint8Array.of(1, ...filled(63, 0)), utf8("x"))).toBe(false)
      }
  expect(isUsableKey((await signingKeyFromSeed(filled(32, 7))).publicKey)).toBe(true)
})

test("X25519 points that make every secret zero are refused", async () => {
  const zero = littleEndian(0n)
  for (const u of [0n, 1n, P - 1n, P, P + 1n])
    expect(await refusal(() => assertUsableKey(littleEndian(u), "X25519"))).toBe("weak_key")
  zero[31] = 0x80
  expect(isUsableKey(zero, "X25519")).toBe(false)
  expect(isUsableKey(filled(31, 9), "X25519")).toBe(false)
  expect(isUsableKey((await deviceKeyFromSecret(filled(32, 7))).publicKey, "X25519")).toBe(true)
})
