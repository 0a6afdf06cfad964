/** Answers no one should rely on: each must come back as an outcome, in time, without an exception in the process. */
import { randomBytes } from "node:crypto"
import { createServer, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cents } from "#lib/kernel/money.ts"
import { PayPalClient } from "./client.ts"

const DEADLINE_MS = 300
type Faulty = (response: ServerResponse) => void

const json = (status: number, body: string, headers = {}): Faulty => {
  return (response) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
}
const TOKEN = json(200, JSON.stringify({ access_token: "t", token_type: "Bearer", expires_in: 32_400 }))

let server: Server
let fault: Faulty = TOKEN
let tokenAnswer: Faulty = TOKEN
let calls: { url: string; headers: Record<string, unknown>; body: string }[] = []

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (request.url === "/v1/oauth2/token") return tokenAnswer(response)
    calls.push({ url: request.url ?? "", headers: request.headers, body: Buffer.concat(parts).toString() })
    fault(response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function client(): PayPalClient {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clientId = `faulty-${randomBytes(6).toString("hex")}`
  return new PayPalClient({ clientId, clientSecret: "s", baseUrl, webhookId: "W", deadlineMs: DEADLINE_MS })
}

async function payoutAgainst(answer: Faulty, token = TOKEN) {
  fault = answer
  tokenAnswer = token
  calls = []
  const paypal = client()
  const items = [{ senderItemId: "pay_1", receiver: "sam@example.com", amountCents: cents(1_050) }]
  const input = { requestId: "run_1", senderBatchId: "run_1", currency: "USD", emailSubject: "Paid", items }
  const outcome = await paypal.createPayout(input).finally(() => paypal.close())
  // A late exception of the SDK's would surface after the promise has settled.
  await new Promise((resolve) => setTimeout(resolve, 20))
  return outcome
}

const REFUSED = (name: string, more = {}) => JSON.stringify({ name, message: "no", debug_id: "d1", ...more })
const drip: Faulty = (response) => {
  response.writeHead(200, { "content-type": "application/json" })
  const timer = setInterval(() => response.write(" "), 40)
  response.on("close", () => clearInterval(timer))
}

describe("answers that leave the outcome unknown", () => {
  const unclear: Record<string, Faulty> = {
    "a 2xx cut off in the middle": json(201, '{"batch_header": {"payout_ba'),
    "a 2xx without a content type": (r) => r.writeHead(201).end('{"batch_header":{}}'),
    "a 2xx that claims gzip and is none": json(201, "{}", { "content-encoding": "gzip" }),
    "a 2xx in HTML": (r) => r.writeHead(200, { "content-type": "text/html" }).end("<h1>hello</h1>"),
    "a 2xx with nothing in it": json(201, ""),
    "a 2xx without the batch id": json(201, '{"batch_header":{"batch_status":"PENDING"}}'),
    "a 500": json(500, REFUSED("INTERNAL_SERVER_ERROR")),
    "a 503 in HTML": (r) => r.writeHead(503, { "content-type": "text/html" }).end("<h1>busy</h1>"),
    "a 400 that is not PayPal's": (r) => r.writeHead(400, { "content-type": "text/html" }).end("<h1>proxy</h1>"),
    "a redirect": (r) => r.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    "an earlier request still in progress": json(409, REFUSED("RESOURCE_CONFLICT")),
    "no answer at all": () => {},
    "an answer that drips for ever": drip,
    "a reset": (r) => r.socket?.resetAndDestroy(),
    "a reset in the middle": (r) => {
      r.writeHead(201, { "content-type": "application/json", "content-length": "500" }).write("{")
      setTimeout(() => r.socket?.resetAndDestroy(), 10)
    },
  }
  it.each(Object.entries(unclear))("%s", async (_, answer) => {
    const started = Date.now()
    const outcome = await payoutAgainst(answer)
    expect(outcome.kind).toBe("unknown")
    expect(Date.now() - started).toBeLessThan(DEADLINE_MS * 3)
    expect(calls).toHaveLength(1)
  })

  it("a token that never comes: nothing was sent", async () => {
    expect((await payoutAgainst(TOKEN, () => {})).kind).toBe("unknown")
    expect(calls).toHaveLength(0)
  })

  it("a token that is no token: nothing was sent", async () => {
    expect((await payoutAgainst(TOKEN, json(200, "{"))).kind).toBe("unknown")
    expect(calls).toHaveLength(0)
  })
})

describe("answers that are clear", () => {
  it("429 with its waiting time, bounded", async () => {
    const at = (retryAfter: string) => payoutAgainst(json(429, REFUSED("X"), { "retry-after": retryAfter }))
    expect(await at("17")).toEqual({ kind: "rate_limited", retryAfterSeconds: 17 })
    expect(await at("999999")).toEqual({ kind: "rate_limited", retryAfterSeconds: 3_600 })
    expect(await at("soon")).toEqual({ kind: "rate_limited", retryAfterSeconds: null })
  })

  it("a refusal whose details and links are objects instead of lists", async () => {
    const outcome = await payoutAgainst(json(400, REFUSED("VALIDATION_ERROR", { details: {}, links: {} })))
    expect(outcome).toMatchObject({
      kind: "rejected",
      status: 400,
      issue: "VALIDATION_ERROR",
      details: [],
      debugId: "d1",
    })
  })

  it("a duplicate batch, with the link at the top, in the detail, or nowhere", async () => {
    const detail = { field: "SENDER_BATCH_ID", issue: "already exists" }
    const link = { href: "https://api-m.paypal.com/v1/payments/payouts/ABC123", rel: "self" }
    const answer = (more: object) => payoutAgainst(json(400, REFUSED("USER_BUSINESS_ERROR", more)))
    const named = { kind: "duplicate", payoutBatchId: "ABC123" }
    expect(await answer({ details: [detail], links: [link] })).toMatchObject(named)
    expect(await answer({ details: [{ ...detail, link: [link] }] })).toMatchObject(named)
    expect(await answer({ details: [detail] })).toMatchObject({ kind: "duplicate", payoutBatchId: null })
    expect(await answer({ details: [{ field: "x", issue: "y" }] })).toMatchObject({ kind: "rejected" })
  })

  it("sends what money needs: two decimals, the request id, no compression", async () => {
    const header = { payout_batch_id: "B1", batch_status: "SOMETHING_NEW" }
    const outcome = await payoutAgainst(json(201, JSON.stringify({ batch_header: header })))
    expect(outcome).toEqual({ kind: "ok", value: { payoutBatchId: "B1", batchStatus: "UNRECOGNISED" } })
    expect(calls[0]?.headers).toMatchObject({ "paypal-request-id": "run_1", "accept-encoding": "identity" })
    expect(JSON.parse(calls[0]!.body).items[0].amount).toEqual({ currency: "USD", value: "10.50" })
  })

  it("a slow token does not shorten the call that follows", async () => {
    const late = (answer: Faulty): Faulty => {
      return (response) => void setTimeout(() => answer(response), DEADLINE_MS * 0.7)
    }
    const made = json(201, '{"batch_header":{"payout_batch_id":"B1","batch_status":"PENDING"}}')
    expect((await payoutAgainst(late(made), late(TOKEN))).kind).toBe("ok")
  })

  it("an amount with three decimals is not understood", async () => {
    const amount = { currency_code: "USD", value: "10.505" }
    fault = json(200, JSON.stringify({ id: "C1", status: "COMPLETED", amount }))
    tokenAnswer = TOKEN
    const paypal = client()
    expect(await paypal.getCapture("C1")).toMatchObject({ kind: "unknown" })
    paypal.close()
  })
})
