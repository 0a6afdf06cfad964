import { createHmac, randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DaySecrets, hmac, visitHash, visitNetwork } from "./visit-hash.ts"

describe("hmac", () => {
  it("is HMAC-SHA-256 for every key up to a block and every message", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: "binary" }), (key, message) => {
        expect(hmac(key, message)).toEqual(createHmac("sha256", key).update(message).digest())
      }),
    )
  })
})

describe("the network of a visit", () => {
  it.each([
    ["203.0.113.77", "203.0.113"],
    ["::ffff:203.0.113.77", "203.0.113"],
    ["2001:db8:7:1::5", "2001:db8:7"],
    ["2001:0db8:0007:ffff::", "2001:db8:7"],
    ["::1", "0:0:0"],
    ["nonsense", "unknown"],
  ])("%s -> %s", (address, network) => {
    expect(visitNetwork(address)).toBe(network)
  })
})

describe("visit hashes", () => {
  const secret = randomBytes(32)
  it("are equal for one network, agent and link, and differ when any part or the day's secret does", () => {
    const one = visitHash(secret, "203.0.113.7", "agent", "lnk_1")
    expect(visitHash(secret, "203.0.113.99", "agent", "lnk_1")).toBe(one)
    const others = [
      visitHash(secret, "203.0.114.7", "agent", "lnk_1"),
      visitHash(secret, "203.0.113.7", "agent2", "lnk_1"),
      visitHash(secret, "203.0.113.7", "agent", "lnk_2"),
      visitHash(randomBytes(32), "203.0.113.7", "agent", "lnk_1"),
    ]
    expect(others).not.toContain(one)
    expect(one).toMatch(/^[\w-]{22}$/)
  })
})

describe("the secrets of the day", () => {
  it("are loaded for a day the clock jumped to, and the newest stands in while the database is gone", async () => {
    let gone = false
    const secrets = new DaySecrets(async (day) => {
      if (gone) throw new Error("gone")
      return Buffer.from(day)
    })
    expect(Buffer.from(await secrets.at(new Date("2026-11-23T10:00:00Z"))).toString()).toBe("2026-11-23")
    expect(Buffer.from(secrets.at(new Date("2026-11-24T00:00:01Z")) as Uint8Array).toString()).toBe("2026-11-24")
    gone = true
    expect(Buffer.from(await secrets.at(new Date("2026-12-31T10:00:00Z"))).toString()).toBe("2026-11-24")
  })

  it("are forgotten with their day", async () => {
    const secrets = new DaySecrets(async (day) => Buffer.from(day))
    await secrets.at(new Date("2026-11-23T10:00:00Z"))
    await secrets.at(new Date("2026-11-25T00:00:01Z"))
    // Asked for again it is loaded again, so it was not there any more.
    expect(secrets.at(new Date("2026-11-24T10:00:00Z"))).toBeInstanceOf(Promise)
  })
})
