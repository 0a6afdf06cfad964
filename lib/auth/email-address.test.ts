import { expect, test } from "vitest"
import { networkKey } from "./attempt-limit.ts"
import { normalizeEmail } from "./email-address.ts"

test.each([
  [" Ada@Example.ORG ", "ada@example.org"],
  ["a+tag@mail.example.co", "a+tag@mail.example.co"],
  ["grüße@bücher.example", "grüße@bücher.example"],
])("%s is an address", (typed, address) => expect(normalizeEmail(typed)).toBe(address))

test.each([
  "",
  "ada",
  "ada@localhost",
  "a@b@c.org",
  "a b@c.org",
  "a@c..org",
  "a@-c.org",
  "<a@c.org>",
  "a@c.org\r\nBcc: d@e.org",
  "a@c.org,d@e.org",
  `${"a".repeat(65)}@c.org`,
  `a@${"b".repeat(250)}.org`,
])("%j is none", (typed) => expect(normalizeEmail(typed)).toBeNull())

test.each([
  ["203.0.113.7", "203.0.113"],
  ["::ffff:203.0.113.200", "203.0.113"],
  ["2001:db8:0:1234::1", "20010db8000012"],
  ["2001:db8::12ff:0:0:1", "20010db8000000"],
  ["::1", "00000000000000"],
])("%s belongs to network %s", (address, network) => expect(networkKey(address)).toBe(network))
