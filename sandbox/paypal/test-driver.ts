/** What the stand-in's tests drive it with: levers, a buyer, a payout run. */
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { cents } from "#lib/kernel/money.ts"
import { PayPalClient } from "#lib/paypal/client.ts"
import type { StandIn } from "./start.ts"

export const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) {
    if (await holds()) return
  }
  throw new Error("it never came to that")
}

let count = 0

/** One stand-in and the wrapper that speaks to it. */
export class Driver {
  readonly url: string
  readonly paypal: PayPalClient

  constructor({ clientId, clientSecret, webhookId, url, rootPem }: Omit<StandIn, "close">) {
    this.url = url
    this.paypal = new PayPalClient({ clientId, clientSecret, webhookId, baseUrl: url, trustedRootPem: rootPem })
  }

  async control(path: string, body?: unknown): Promise<Record<string, unknown>> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
    const response = await fetch(`${this.url}/__control/${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Record<string, unknown>
  }

  async timesPaid(senderItemId: string): Promise<number | undefined> {
    const payouts = (await this.control("ledger")).payouts as Record<string, { times_paid: number }>
    return payouts[senderItemId]?.times_paid
  }

  async newOrder(): Promise<string> {
    const orderId = `ord_${++count}`
    const made = await this.paypal.createOrder({
      requestId: orderId,
      orderId,
      amountCents: cents(1_999),
      currency: "USD",
      description: `A "film" <b>`,
      brandName: "Fanfare",
      returnUrl: "http://127.0.0.1:3000/checkout/return?order=1",
      cancelUrl: "http://127.0.0.1:3000/checkout/cancel",
    })
    if (made.kind !== "ok") throw new Error(JSON.stringify(made))
    return made.value.paypalOrderId
  }

  async approve(paypalOrderId: string): Promise<void> {
    await this.control(`orders/${paypalOrderId}/approve`, {})
  }

  async captured(): Promise<string> {
    const paypalOrderId = await this.newOrder()
    await this.approve(paypalOrderId)
    const capture = await this.paypal.captureOrder({ requestId: paypalOrderId, paypalOrderId })
    if (capture.kind !== "ok") throw new Error(JSON.stringify(capture))
    return capture.value.captureId
  }

  payOut(receivers: readonly string[], senderBatchId: string) {
    const items = receivers.map((receiver, n) => ({
      senderItemId: `${senderBatchId}-${n}`,
      receiver,
      amountCents: cents(1_100),
    }))
    const header = { requestId: senderBatchId, senderBatchId, currency: "USD", emailSubject: "Paid" }
    return this.paypal.createPayout({ ...header, items })
  }
}
