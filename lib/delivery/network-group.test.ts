import { describe, expect, it } from "vitest"
import { isDialable, networkGroup } from "./network-group.ts"

describe("networkGroup", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0/24"],
    ["::ffff:203.0.113.77", "203.0.113.0/24"],
    ["127.0.7.1", "127.0.7.0/24"],
    ["2001:db8:1:23ff::9", "2001:0db8:0001:2300::/56"],
    ["2001:db8:1:2345::1", "2001:0db8:0001:2300::/56"],
  ])("%s is in %s", (address, group) => expect(networkGroup(address)).toBe(group))
})

describe("isDialable", () => {
  it.each([
    ["8.8.8.8", "production", true],
    ["127.0.7.1", "production", false],
    ["127.0.7.1", "sample", true],
    ["10.1.2.3", "sample", false],
    ["172.20.0.1", "production", false],
    ["100.64.0.1", "production", false],
    ["fe80::1", "production", false],
    ["fd00::1", "production", false],
    ["2001:db8::1", "production", true],
    ["not-an-address", "sample", false],
  ] as const)("%s in %s: %s", (address, mode, expected) => expect(isDialable(address, mode)).toBe(expected))
})
