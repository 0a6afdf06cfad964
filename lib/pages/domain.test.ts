import { describe, expect, it } from "vitest"
import { isProven, recordOf } from "../outside/txt-proof.ts"
import { checkDomain } from "./domain.ts"

const OWN = ["fanfare.example", "origin.fanfare.example"]

describe("a domain of the fan's own", () => {
  it.each([
    ["Games.Example", "games.example"],
    ["https://games.example/a/b?c", "games.example"],
    ["games.example.", "games.example"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["a-b.c.games.example", "a-b.c.games.example"],
    ["notfanfare.example", "notfanfare.example"],
  ])("takes %j as %s", (raw, domain) => {
    expect(checkDomain(raw, OWN)).toBe(domain)
  })

  it.each([
    "",
    "games",
    "localhost",
    "printer.local",
    "db.internal",
    "a.test",
    "x.onion",
    "1.0.0.127.in-addr.arpa",
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "games.example:8080",
    "user@games.example",
    "games example.com",
    "-a.example",
    "a..example",
    "a_b.example",
    "fanfare.example",
    "shop.fanfare.example",
    "origin.fanfare.example",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(120)}example`,
    "<script>.example",
    "%00.example",
  ])("refuses %j", (raw) => {
    expect(() => checkDomain(raw, OWN)).toThrow(expect.objectContaining({ code: "invalid_input", field: "domain" }))
  })

  it("is proven by its own record alone, whole or in pieces", () => {
    const { recordName, recordValue } = recordOf("games.example", "abc")
    expect([recordName, recordValue]).toEqual(["_fanfare.games.example", "fanfare-site=abc"])
    expect(isProven([["v=spf1"], ["fanfare-", "site=abc"]], recordValue)).toBe(true)
    expect(isProven([["fanfare-site=abcd"], ["fanfare-site="]], recordValue)).toBe(false)
    expect(isProven([], recordValue)).toBe(false)
  })
})
