import { expect, test } from "vitest"
import * as api from "./announce.ts"
import { toB64url } from "./bytes.ts"
import { readShape } from "./fields.ts"
import { filled, refusal } from "./fixture.ts"

const key = toB64url(filled(32, 1))
const beat = { version: "0.1.0", port: 6881, uplink_bps: 1, stocks: [{ obj: key, pieces: 3, complete: false }] }

test("a heartbeat within limits is read, one beyond any of them refused", async () => {
  expect(readShape(api.HeartbeatRequest, beat)).toEqual(beat)
  const fails = (more: object) => refusal(() => readShape(api.HeartbeatRequest, { ...beat, ...more }))
  expect(await fails({ port: 0 })).toBe("malformed")
  expect(await fails({ port: 65_536 })).toBe("malformed")
  expect(await fails({ uplink_bps: -1 })).toBe("malformed")
  expect(await fails({ stocks: Array(4097).fill(beat.stocks[0]) })).toBe("malformed")
  expect(await fails({ stocks: [{ ...beat.stocks[0], obj: `${key.slice(0, -1)}B` }] })).toBe("malformed")
  expect(await fails({ version: "x".repeat(65) })).toBe("malformed")
})

test("a device key comes with every session that ends in a licence, and with no other", async () => {
  const read = (more: object) =>
    refusal(() => readShape(api.SessionRequest, { kind: "demo", title: "a-title", session_key: key, ...more }))
  expect(await read({ device_key: key })).toBe("accepted")
  expect(await read({})).toBe("malformed")
  expect(await read({ kind: "stock" })).toBe("accepted")
  expect(await read({ kind: "stock", device_key: key })).toBe("malformed")
  expect(await read({ kind: "gift", device_key: key })).toBe("malformed")
})

test("receipts' answers carry whole numbers as decimal text", async () => {
  const ticket = toB64url(filled(16, 1))
  const read = (cumulative: unknown) =>
    refusal(() => readShape(api.ReceiptsAnswer, { accepted: [{ ticket, cumulative }], refused: [] }))
  expect(await read("18446744073709551615")).toBe("accepted")
  for (const bad of ["18446744073709551616", "01", "-1", "1e3", "", 7]) expect(await read(bad)).toBe("malformed")
})

test("the waiting answers of pairing are RFC 8628's four", async () => {
  expect(readShape(api.DeviceTokenError, { error: "slow_down" })).toEqual({ error: "slow_down" })
  expect(await refusal(() => readShape(api.DeviceTokenError, { error: "no" }))).toBe("malformed")
})
