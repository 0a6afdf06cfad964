import { expect, it } from "vitest"
import { newId } from "../kernel/ids.ts"
import {
  carriagePoolAccount,
  fanAccount,
  formatAccount,
  HOUSE_ACCOUNTS,
  type HouseAccount,
  inTransitAccount,
  type ParsedAccount,
  parseAccount,
  publisherAccount,
  storeCreditAccount,
} from "./accounts.ts"

const AT = new Date("2026-03-02T06:00:00Z")
const user = newId("user", AT)
const publisher = newId("publisher", AT)
const order = newId("order", AT)
const payout = newId("payout", AT)

const NAMES: [string, ParsedAccount][] = [
  [publisherAccount(publisher), { kind: "publisher", publisherId: publisher }],
  [carriagePoolAccount(order), { kind: "carriage_pool", orderId: order }],
  [fanAccount(user, "referral"), { kind: "fan", userId: user, of: "referral" }],
  [fanAccount(user, "carriage"), { kind: "fan", userId: user, of: "carriage" }],
  [inTransitAccount(payout), { kind: "in_transit", payoutId: payout }],
  [storeCreditAccount(user), { kind: "store_credit", userId: user }],
  ...Object.keys(HOUSE_ACCOUNTS).map((name): [string, ParsedAccount] => [name, { kind: name as HouseAccount }]),
]

it.each(NAMES)("%s is read and written alike", (name, parsed) => {
  expect(parseAccount(name)).toEqual(parsed)
  expect(formatAccount(parseAccount(name))).toBe(name)
})

it.each([
  "",
  "constructor",
  "toString",
  "Platform",
  "platform:",
  "fan",
  `fan:${user}`,
  `fan:${user}:gift`,
  `fan:${user}:referral:`,
  `fan:${publisher}:referral`,
  `publisher:${user}`,
  `publisher:${publisher}:x`,
  `carriage_pool:${payout}`,
  `in_transit:${order} `,
  "store_credit:",
])("%j is no account", (name) => {
  expect(() => parseAccount(name)).toThrow(RangeError)
})
