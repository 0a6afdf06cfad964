import { describe, expect, it } from "vitest"
import { announceAnswer, compactPeer, parseAnnounce, parseScrape, scrapeAnswer } from "./tracker-request.ts"

const HASH = "%00%ff%25%26%3dabcdefghijklmno"
const HEX = "00ff25263d6162636465666768696a6b6c6d6e6f"
const ID = "-XX0001-%80%81%82%83%84%85%86%87%88%89%8a%8b"
const BASE = { info_hash: HASH, peer_id: ID, port: "6881", left: "77" }
const query = (change: Record<string, string> = {}) =>
  Object.entries({ ...BASE, ...change })
    .map(([key, value]) => `${key}=${value}`)
    .join("&")

describe("parseAnnounce", () => {
  it("reads bytes that are no UTF-8, escaped in either case or not at all", () => {
    const expected = { infoHash: HEX, port: 6881, seeder: false, event: null, wanted: 50 }
    expect(parseAnnounce(query())).toEqual(expected)
    expect(parseAnnounce(query({ info_hash: HASH.toUpperCase().replace(/[A-O]{15}$/, "abcdefghijklmno") }))).toEqual(
      expected,
    )
    expect(parseAnnounce(query({ info_hash: "++++++++++%2b%2B++++++++" })).infoHash).toBe(
      `${"20".repeat(10)}2b2b${"20".repeat(8)}`,
    )
  })

  it.each([
    [{ left: "0" }, { seeder: true }],
    [{ left: "-1" }, { seeder: false }],
    [{ left: "9223372036854775807" }, { seeder: false }],
    [{ event: "started" }, { event: "started" }],
    [{ event: "paused" }, { event: null }],
    [{ numwant: "0" }, { wanted: 0 }],
    [{ numwant: "7" }, { wanted: 7 }],
    [{ numwant: "1000000" }, { wanted: 50 }],
    [{ numwant: "-1" }, { wanted: 50 }],
    [{ ip: "203.0.113.9", compact: "0" }, { port: 6881 }],
  ])("reads %j", (change, expected) => {
    expect(parseAnnounce(query(change as Record<string, string>))).toMatchObject(expected)
  })

  it.each([
    ["info_hash", "%00"],
    ["info_hash", `${HASH}a`],
    ["info_hash", "%zz".repeat(20)],
    ["peer_id", "short"],
    ["port", "0"],
    ["port", "65536"],
    ["port", "80.5"],
    ["port", "-1"],
    ["left", ""],
    ["left", "1e3"],
    ["left", "9".repeat(21)],
    ["event", "constructor"],
    ["event", "STARTED"],
  ])("refuses %s = %s", (key, value) => {
    expect(() => parseAnnounce(query({ [key]: value }))).toThrow(key)
  })

  it.each(["", "&&&&=&=", `info_hash=${HASH}&${query()}`, "a=b&".repeat(200), "x".repeat(10_000)])(
    "refuses the query %.20s",
    (hostile) => {
      expect(() => parseAnnounce(hostile)).toThrow(expect.objectContaining({ name: "Error" }))
    },
  )
})

it("parseScrape wants 1 to 64 hashes, each once", () => {
  expect(parseScrape(`info_hash=${HASH}&info_hash=${HASH}`)).toEqual([HEX])
  const many = (n: number) => Array.from({ length: n }, (_, i) => `info_hash=${String(i).padStart(20, "0")}`).join("&")
  expect(parseScrape(many(64))).toHaveLength(64)
  expect(() => parseScrape(many(65))).toThrow("1 to 64")
  expect(() => parseScrape("")).toThrow("1 to 64")
})

it.each([
  ["203.0.113.7", 6881, "cb0071071ae1"],
  ["2001:db8::7", 80, "20010db80000000000000000000000070050"],
  ["::1", 65535, "00000000000000000000000000000001ffff"],
  ["fe80::1%eth0", 1, "fe8000000000000000000000000000010001"],
  ["1:2:3:4:5:6:7:8", 256, "000100020003000400050006000700080100"],
  ["64:ff9b::192.0.2.33", 1, "0064ff9b0000000000000000c00002210001"],
])("compactPeer of %s and %i", (address, port, hex) => {
  expect(Buffer.from(compactPeer(address, port)!).toString("hex")).toBe(hex)
})

it.each(["", "localhost", "1.2.3", "1.2.3.4.5", "::x"])("compactPeer refuses %s", (address) => {
  expect(compactPeer(address, 1)).toBeNull()
})

it("answers as BEP 3, 7, 23 and 48 say, keys in order", () => {
  const counts = { complete: 2, incomplete: 1, downloaded: 3 }
  const peers = [compactPeer("65.66.67.68", 0x4546)!, compactPeer("4142:4344:4546:4748:494a:4b4c:4d4e:4f50", 0x5152)!]
  expect(Buffer.from(announceAnswer(counts, peers, { interval: 1800, least: 300 })).toString("latin1")).toBe(
    "d8:completei2e10:incompletei1e8:intervali1800e12:min intervali300e5:peers6:ABCDEF6:peers618:ABCDEFGHIJKLMNOPQRe",
  )
  expect(Buffer.from(scrapeAnswer(new Map([[HEX, counts]]))).toString("latin1")).toBe(
    "d5:filesd20:\x00\xff%&=abcdefghijklmnod8:completei2e10:downloadedi3e10:incompletei1eeee",
  )
})
