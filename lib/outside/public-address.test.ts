/** Which addresses are the open internet: each special range at both its ends, every costume of IPv4, and random ones. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isPublicAddress } from "./public-address.ts"

/** First and last address of each special range, and the neighbours outside it that must stay open (null: none that are). */
const RANGES: readonly [first: string, last: string, before: string | null, after: string | null][] = [
  ["0.0.0.0", "0.255.255.255", null, "1.0.0.0"],
  ["10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"],
  ["100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"],
  ["127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"],
  ["168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"],
  ["169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"],
  ["172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"],
  ["192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"],
  ["192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"],
  ["192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"],
  ["192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"],
  ["198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"],
  ["198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"],
  ["203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"],
  ["224.0.0.0", "255.255.255.255", "223.255.255.255", null],
  ["::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::"],
  ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"],
  ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"],
  ["2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff::", "2003::"],
  ["3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff::", "3fff:1000::"],
  ["4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff::", null],
]

describe("the open internet", () => {
  it.each(RANGES)("ends before %s and begins again after %s", (first, last, before, after) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false])
    for (const neighbour of [before, after])
      if (neighbour) expect([neighbour, isPublicAddress(neighbour)]).toEqual([neighbour, true])
  })

  it.each([
    ["loopback", "::1"],
    ["unique local", "fd00:ec2::254"],
    ["link-local", "fe80::1"],
    ["a zone", "2a00::1%eth0"],
    ["multicast", "ff02::1"],
    ["site-local", "fec0::1"],
    ["discard-only", "100::1"],
  ])("has no room for IPv6 %s", (_what, address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it("knows real neighbours by name", () => {
    for (const address of ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:81b::200e"])
      expect([address, isPublicAddress(address)]).toEqual([address, true])
  })

  it("takes no spelling but the plain one", () => {
    for (const odd of [
      "",
      "localhost",
      "127.1",
      "2130706433",
      "0x7f.0.0.1",
      "0177.0.0.1",
      " 1.1.1.1",
      "1.1.1.1:80",
      "[2a00::1]",
    ])
      expect([odd, isPublicAddress(odd)]).toEqual([odd, false])
  })

  it("lets no IPv4 address through in the clothes of IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), (plain) => {
        const [a, b, c, d] = plain.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))
        const words = `${a}${b}:${c}${d}`
        const inverted = plain.split(".").map((part) => (255 - Number(part)).toString(16).padStart(2, "0"))
        const costumes = [
          `::ffff:${plain}`, // mapped
          `::ffff:${words}`,
          `::${plain}`, // compatible
          `::ffff:0:${words}`, // translated
          `64:ff9b::${plain}`, // NAT64
          `64:ff9b:1::${words}`, // local NAT64
          `2002:${words}::1`, // 6to4
          `2001:0:4136:e378:8000:63bf:${inverted[0]}${inverted[1]}:${inverted[2]}${inverted[3]}`, // Teredo
        ]
        expect(costumes.filter(isPublicAddress)).toEqual([])
      }),
    )
  })

  it("agrees with arithmetic about random IPv4 addresses", () => {
    const numberOf = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
    const ranges = RANGES.filter(([first]) => first.includes(".")).map(
      ([first, last]) => [numberOf(first), numberOf(last)] as const,
    )
    const near = fc
      .tuple(fc.constantFrom(...ranges.flat()), fc.integer({ min: -3, max: 3 }))
      .map(([edge, by]) => edge + by)
    const any = fc.oneof(near, fc.nat(2 ** 32 - 1)).filter((n) => n >= 0 && n < 2 ** 32)
    fc.assert(
      fc.property(any, (n) => {
        const address = [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join(".")
        expect(isPublicAddress(address)).toBe(!ranges.some(([first, last]) => n >= first && n <= last))
      }),
      { numRuns: 500 },
    )
  })
})
