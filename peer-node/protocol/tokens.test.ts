import { expect, test } from "vitest"
import { auditAnswer, randomRanges, signChallenge, verifyChallenge } from "./audit.ts"
import { fromB64url, fromHex, toB64url, utf8 } from "./bytes.ts"
import { signClock, verifyClock } from "./clock.ts"
import { webCrypto } from "./crypto.ts"
import { fingerprint, newUserCode, readUserCode, signDeviceProof, verifyDeviceProof } from "./device.ts"
import {
  AT_SECONDS,
  deviceKey,
  filled,
  fixedCrypto,
  keyFrom,
  nodeKey,
  OBJ,
  platform,
  receiptFor,
  refusal,
  SESSION_ID,
  sessionKey,
  TICKET,
  trusted,
} from "./fixture.ts"
import { peekJws, signJws } from "./jws.ts"
import { parseJwks, pickKey, signArchive, toJwks, verifyArchive } from "./keys.ts"
import { type Licence, openLicence, sealLicence } from "./licence.ts"
import { signNodeRequest, verifyNodeRequest } from "./node-auth.ts"
import { signReport, verifyReport } from "./report.ts"
import { peekTicket, signTicket, startWindowBytes, verifyTicket } from "./ticket.ts"
import {
  DIAL_BACK_INFO_HASH,
  ROLE_CARRIER,
  ROLE_DOWNLOADER,
  signDialBack,
  signTranscript,
  transcriptBytes,
  verifyDialBack,
  verifyTranscript,
} from "./transcript.ts"

const now = { keys: trusted, nowSeconds: AT_SECONDS + 10 }
const ticket = await signTicket(TICKET, platform.ticket)
const changedAt = (token: string, at: number) =>
  token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1)

test("a ticket holds for its carrier, object and time only", async () => {
  expect(await verifyTicket(ticket, { ...now, car: nodeKey.publicKey, obj: OBJ })).toEqual(TICKET)
  expect(peekTicket(ticket)).toEqual(TICKET)
  const fails = (more: object) => refusal(() => verifyTicket(ticket, { ...now, ...more }))
  expect(await fails({ car: sessionKey.publicKey })).toBe("wrong_carrier")
  expect(await fails({ car: "origin" })).toBe("wrong_carrier")
  expect(await fails({ obj: filled(32, 1) })).toBe("wrong_object")
  expect(await fails({ nowSeconds: TICKET.exp + 119 })).toBe("accepted")
  expect(await fails({ nowSeconds: TICKET.exp + 120 })).toBe("expired")
  expect(await fails({ nowSeconds: TICKET.iat - 120 })).toBe("not_yet_valid")
  expect(await fails({ keys: trusted.filter((k) => k.use !== "ticket") })).toBe("unknown_key")
  const over = await signTicket({ ...TICKET, lim: TICKET.sz + 1 }, platform.ticket)
  expect(await refusal(() => verifyTicket(over, now))).toBe("inconsistent")
})

test("every token: no other kind, no other key, no changed or second spelling, nothing unsigned, nothing huge", async () => {
  const verify = (token: string) => refusal(() => verifyTicket(token, now))
  const [head, body, signature] = ticket.split(".") as [string, string, string]
  for (let at = 0; at < ticket.length; at += 3) expect(await verify(changedAt(ticket, at))).not.toBe("accepted")
  // The signature's last character carries four idle bits; another spelling of the same bytes is refused.
  const last = "AQgw".indexOf(ticket.at(-1)!)
  expect(await verify(ticket.slice(0, -1) + "BRhx"[last])).toBe("not_canonical")
  expect(await verify(`${ticket}=`)).toBe("not_canonical")
  expect(await verify(await signJws("lic+jwt", {}, platform.ticket))).toBe("wrong_type")
  expect(await verify(await signTicket(TICKET, { ...platform.audit, kid: "tkt-1" }))).toBe("bad_signature")
  const none = toB64url(utf8(JSON.stringify({ alg: "none", typ: "tkt+jwt", kid: "tkt-1" })))
  expect(await verify(`${none}.${body}.${signature}`)).toBe("malformed")
  const hs = toB64url(utf8(JSON.stringify({ alg: "HS256", typ: "tkt+jwt", kid: "tkt-1" })))
  expect(await verify(`${hs}.${body}.${signature}`)).toBe("malformed")
  const crit = toB64url(utf8(JSON.stringify({ alg: "EdDSA", typ: "tkt+jwt", kid: "tkt-1", crit: ["b64"], b64: false })))
  expect(await verify(`${crit}.${body}.${signature}`)).toBe("malformed")
  expect(await verify(`${head}.${body}`)).toBe("malformed")
  expect(await verify("A".repeat(5000))).toBe("too_large")
  expect(await verify("")).toBe("malformed")
  for (const value of [null, [], 7, "x", { jti: 1 }])
    expect(await verify(await signJws("tkt+jwt", value as object, platform.ticket))).toBe("malformed")
})

test("the window at the start", () => {
  const mib = 1024 * 1024
  expect(startWindowBytes(1024 * mib, mib)).toBe(8 * mib)
  expect(startWindowBytes(4_000_000, 256 * 1024)).toBe(3 * 256 * 1024)
  expect(startWindowBytes(40_000_001, 256 * 1024)).toBe(5_000_000)
})

test("keys: parsed, chosen by id and use, weak ones refused, the archive signed by a trusted statement key", async () => {
  expect(parseJwks(toJwks(trusted, true))).toEqual(trusted)
  expect(parseJwks(toJwks(trusted))[0]).toMatchObject({ fromSeconds: null, toSeconds: null })
  expect(pickKey(trusted, "audit", "aud-1")).toEqual(platform.audit.publicKey)
  expect(await refusal(() => pickKey(trusted, "ticket", "aud-1"))).toBe("unknown_key")
  const weak = toJwks([{ ...trusted[0]!, publicKey: Uint8Array.of(1, ...filled(31, 0)) }])
  expect(await refusal(() => parseJwks(weak))).toBe("weak_key")
  for (const bad of [null, {}, { keys: [{ kty: "RSA" }] }, { keys: Array(2000).fill(toJwks(trusted).keys[0]) }])
    expect(await refusal(() => parseJwks(bad))).toBe("malformed")
  const old = { ...trusted[0]!, kid: "tkt-0", toSeconds: AT_SECONDS }
  const archive = await signArchive([old, ...trusted], platform.statement)
  expect(await verifyArchive(archive, trusted)).toEqual([old, ...trusted])
  expect(await refusal(async () => verifyArchive(await signArchive(trusted, platform.ticket), trusted))).toBe(
    "unknown_key",
  )
})

test("a licence opens on its device, in its time, and nowhere else", async () => {
  const demo: Licence = {
    sub: "usr_1",
    ttl: "ttl_1",
    rel: "rel_1",
    ver: "1.0",
    mode: "demo",
    keys: { trial: filled(32, 7) },
    nbf: AT_SECONDS,
    exp: AT_SECONDS + 30 * 86_400,
    jti: "abc",
    deviceKey: deviceKey.publicKey,
  }
  const jwe = await sealLicence(demo, platform.licence)
  expect(await openLicence(jwe, deviceKey, now)).toEqual(demo)
  expect(await refusal(() => openLicence(jwe, deviceKey, { ...now, nowSeconds: demo.exp! }))).toBe("expired")
  expect(await refusal(() => openLicence(jwe, deviceKey, { ...now, nowSeconds: AT_SECONDS - 121 }))).toBe(
    "not_yet_valid",
  )
  const other = await webCrypto().generateDeviceKey()
  expect(await refusal(() => openLicence(jwe, other, now))).toBe("bad_ciphertext")
  expect(await refusal(() => openLicence(changedAt(jwe, jwe.length - 5), deviceKey, now))).toBe("bad_ciphertext")
  const forged = await sealLicence(demo, { ...platform.audit, kid: "lic-1" })
  expect(await refusal(() => openLicence(forged, deviceKey, now))).toBe("bad_signature")
  expect(await refusal(() => sealLicence({ ...demo, deviceKey: filled(32, 0) }, platform.licence))).toBe("weak_key")
  expect(await refusal(() => sealLicence({ ...demo, keys: {} }, platform.licence))).toBe("inconsistent")
  expect(await refusal(() => sealLicence({ ...demo, mode: "owned" }, platform.licence))).toBe("inconsistent")
  const { exp: _, ...endless } = demo
  expect(await refusal(() => sealLicence(endless, platform.licence))).toBe("inconsistent")
  const owned: Licence = { ...endless, mode: "owned", keys: { trial: filled(32, 7), full: filled(32, 8) } }
  expect(await openLicence(await sealLicence(owned, platform.licence), deviceKey, now)).toEqual(owned)
})

test("a node's request holds for this method, path, body and minute", async () => {
  const request = { method: "POST", path: "/api/v1/receipts", body: utf8("abc"), nowSeconds: AT_SECONDS }
  const auth = await signNodeRequest(webCrypto(), { nodeId: "nod_1", key: nodeKey }, request)
  const find = (id: string) => (id === "nod_1" ? nodeKey.publicKey : null)
  const check = (more: object, header = auth) =>
    refusal(() => verifyNodeRequest(fixedCrypto, header, { ...request, ...more }, find))
  expect(await verifyNodeRequest(fixedCrypto, auth, request, find)).toBe("nod_1")
  expect(await check({ method: "GET" })).toBe("wrong_request")
  expect(await check({ path: "/api/v1/receipts?x=1" })).toBe("wrong_request")
  expect(await check({ body: utf8("abd") })).toBe("wrong_request")
  expect(await check({ nowSeconds: AT_SECONDS + 120 })).toBe("accepted")
  expect(await check({ nowSeconds: AT_SECONDS + 121 })).toBe("stale_request")
  expect(await check({}, auth.replace("Fanfare-Node", "Bearer"))).toBe("malformed")
  const stranger = await signNodeRequest(webCrypto(), { nodeId: "nod_2", key: nodeKey }, request)
  expect(await check({}, stranger)).toBe("unknown_key")
})

test("pairing: the proof is for one name, key and platform; codes are read as people type them", async () => {
  const proof = await signDeviceProof(nodeKey, { name: "attic", origin: "https://a.example", iat: AT_SECONDS })
  const expected = { name: "attic", publicKey: nodeKey.publicKey, origin: "https://a.example", nowSeconds: AT_SECONDS }
  const check = (more: object) => refusal(() => verifyDeviceProof(proof, { ...expected, ...more }))
  expect(await verifyDeviceProof(proof, expected)).toMatchObject({ name: "attic", origin: "https://a.example" })
  expect(await check({ name: "cellar" })).toBe("wrong_request")
  expect(await check({ origin: "https://b.example" })).toBe("wrong_request")
  expect(await check({ publicKey: sessionKey.publicKey })).toBe("bad_signature")
  expect(await check({ publicKey: filled(32, 0) })).toBe("weak_key")
  expect(await check({ nowSeconds: AT_SECONDS - 121 })).toBe("stale_request")
  expect(await fingerprint(fixedCrypto, nodeKey.publicKey)).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/)
  const code = newUserCode(webCrypto())
  expect(readUserCode(` ${code.toLowerCase().replace("-", " ")} `)).toBe(code)
  for (const bad of ["", "BCDF-GHJ", "BCDF-GHJA", "BCDF-GHJKL", "B".repeat(99)]) expect(readUserCode(bad)).toBeNull()
})

test("a report, a challenge, a clock", async () => {
  const receipts = [await receiptFor(filled(16, 1), 5n)]
  const report = {
    ses: SESSION_ID,
    obj: OBJ,
    receipts,
    originBytes: 77n,
    bitmapHash: filled(32, 3),
    complete: true,
    iat: AT_SECONDS,
  }
  const signed = await signReport(report, sessionKey)
  expect(await verifyReport(signed, sessionKey.publicKey)).toEqual(report)
  expect(await refusal(() => verifyReport(signed, nodeKey.publicKey))).toBe("bad_signature")
  const challenge = {
    jti: "aud_1",
    obj: OBJ,
    nonce: filled(32, 9),
    ranges: [[0, 65_536]] as const,
    exp: AT_SECONDS + 60,
  }
  const asked = await signChallenge(challenge, platform.audit)
  expect(await verifyChallenge(asked, now)).toEqual(challenge)
  expect(await refusal(() => verifyChallenge(asked, { ...now, nowSeconds: AT_SECONDS + 61 }))).toBe("expired")
  const wide = await signChallenge({ ...challenge, ranges: [[0, 65_537]] }, platform.audit)
  expect(await refusal(() => verifyChallenge(wide, now))).toBe("malformed")
  expect(await auditAnswer(fixedCrypto, challenge.nonce, utf8("a"))).not.toEqual(
    await auditAnswer(fixedCrypto, challenge.nonce, utf8("b")),
  )
  for (const [offset, length] of randomRanges(webCrypto(), 65_540))
    expect(offset + length <= 65_540 && offset >= 0).toBe(true)
  expect(randomRanges(webCrypto(), 100)).toEqual(Array(8).fill([0, 100]))
  const clock = { nowMs: 1_793_620_800_000, offsetMs: 86_400_000, iat: AT_SECONDS }
  const told = await signClock(clock, platform.audit)
  expect(await verifyClock(told, { keys: trusted, realNowSeconds: AT_SECONDS })).toEqual(clock)
  expect(await refusal(() => verifyClock(told, { keys: trusted, realNowSeconds: AT_SECONDS + 121 }))).toBe(
    "stale_request",
  )
})

test("the transcript: each side's own role, nonces, keys and object; a dial-back is no transcript", async () => {
  const t = {
    role: ROLE_CARRIER,
    jti: TICKET.jti,
    carrierNonce: filled(32, 1),
    downloaderNonce: filled(32, 2),
    carrierKey: nodeKey.publicKey,
    downloaderKey: sessionKey.publicKey,
    obj: OBJ,
  } as const
  expect(transcriptBytes(t)).toHaveLength(22 + 1 + 16 + 5 * 32)
  const signature = await signTranscript(fixedCrypto, nodeKey, t)
  expect(await verifyTranscript(fixedCrypto, signature, t)).toBe(true)
  expect(await verifyTranscript(fixedCrypto, signature, { ...t, role: ROLE_DOWNLOADER })).toBe(false)
  const other = filled(32, 9)
  for (const change of [
    { carrierNonce: other },
    { downloaderNonce: other },
    { obj: other },
    { jti: filled(16, 9) },
    { downloaderKey: other },
  ])
    expect(await verifyTranscript(fixedCrypto, signature, { ...t, ...change })).toBe(false)
  expect(await refusal(() => transcriptBytes({ ...t, obj: filled(31, 0) }))).toBe("malformed")
  const mine = await signTranscript(fixedCrypto, sessionKey, { ...t, role: ROLE_DOWNLOADER })
  expect(await verifyTranscript(fixedCrypto, mine, { ...t, role: ROLE_DOWNLOADER })).toBe(true)
  const dial = { platformNonce: filled(32, 1), nodeNonce: filled(32, 2), nodeKey: nodeKey.publicKey }
  const answer = await signDialBack(fixedCrypto, nodeKey, dial)
  expect(await verifyDialBack(fixedCrypto, answer, dial)).toBe(true)
  expect(await verifyDialBack(fixedCrypto, answer, { ...dial, platformNonce: other })).toBe(false)
  expect(await verifyTranscript(fixedCrypto, answer, t)).toBe(false)
  const sha1 = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-1", utf8("fanfare/dial-back/v1")))
  expect(fromHex(DIAL_BACK_INFO_HASH)).toEqual(sha1)
})

test("text forms have one spelling", async () => {
  expect(fromB64url("_-8")).toEqual(Uint8Array.of(0xff, 0xef))
  for (const bad of ["_-9", "_-8=", "_+8", " _-8", "a"])
    expect(await refusal(() => fromB64url(bad))).toBe("not_canonical")
  expect(await refusal(() => fromB64url("_-8", 3))).toBe("malformed")
  for (const bad of ["0", "0G", "AB"]) expect(await refusal(() => fromHex(bad))).toBe("malformed")
  expect(await refusal(() => peekJws("..", 10))).toBe("malformed")
  expect(await keyFrom(1)).toEqual(await keyFrom(1))
})
