/** PayPal through its SDK: the one place that speaks to it. Retries nothing; see the port for what each outcome means. */
import type { SdkRequest, SdkResponse } from "@paypal/checkout-server-sdk"
import type { z } from "zod"
import { invariant } from "#lib/kernel/errors.ts"
import * as answers from "./answers.ts"
import { readDuplicateBatch, readFailure, unknown } from "./outcome.ts"
import type {
  Capture,
  CapturedOrder,
  CreatedOrder,
  CreatedPayout,
  CreateOrderInput,
  CreatePayoutInput,
  CreatePayoutOutcome,
  DisputeView,
  OrderView,
  Outcome,
  PayoutItemView,
  PayoutPage,
  PayPal,
  PayPalConfig,
  Refund,
  RefundInput,
  Rejected,
  WebhookInput,
  WebhookVerdict,
} from "./port.ts"
import * as requests from "./requests.ts"
import { openTransport, type SdkTransport } from "./sdk-transport.ts"
import { WebhookVerifier } from "./webhook.ts"

/** PayPal answers in about 2 s; 20 s leaves room for its slow minutes and still ends before a buyer's browser gives up. */
const DEFAULT_DEADLINE_MS = 20_000

const NOT_THEIRS: Rejected = {
  kind: "rejected",
  status: 404,
  name: "RESOURCE_NOT_FOUND",
  issue: "INVALID_RESOURCE_ID",
  message: "That is not an id of PayPal's; nothing was asked.",
  details: [],
  debugId: null,
}

export class PayPalClient implements PayPal {
  readonly #transport: SdkTransport
  readonly #webhooks: WebhookVerifier
  readonly #faultPoint: NonNullable<PayPalConfig["faultPoint"]>

  constructor(config: PayPalConfig) {
    const { pathname, search } = new URL(config.baseUrl)
    invariant(pathname === "/" && search === "", "PayPal's base URL must have no path: the SDK drops it")
    this.#faultPoint = config.faultPoint ?? (() => {})
    this.#transport = openTransport({ ...config, deadlineMs: config.deadlineMs ?? DEFAULT_DEADLINE_MS })
    this.#webhooks = new WebhookVerifier(config, this.#faultPoint)
  }

  createOrder(input: CreateOrderInput): Promise<Outcome<CreatedOrder>> {
    return this.#call("createOrder", () => requests.createOrderRequest(input), answers.createdOrderAnswer)
  }

  getOrder(paypalOrderId: string): Promise<Outcome<OrderView>> {
    return this.#callById("getOrder", paypalOrderId, requests.getOrderRequest, answers.orderAnswer)
  }

  captureOrder(input: { requestId: string; paypalOrderId: string }): Promise<Outcome<CapturedOrder>> {
    const build = (id: string) => requests.captureOrderRequest(input.requestId, id)
    return this.#callById("captureOrder", input.paypalOrderId, build, answers.capturedOrderAnswer)
  }

  getCapture(captureId: string): Promise<Outcome<Capture>> {
    return this.#callById("getCapture", captureId, requests.getCaptureRequest, answers.captureAnswer)
  }

  refundCapture(input: RefundInput): Promise<Outcome<Refund>> {
    const build = () => requests.refundRequest(input)
    return this.#callById("refundCapture", input.captureId, build, answers.refundAnswer)
  }

  getRefund(refundId: string): Promise<Outcome<Refund>> {
    return this.#callById("getRefund", refundId, requests.getRefundRequest, answers.refundAnswer)
  }

  async createPayout(input: CreatePayoutInput): Promise<CreatePayoutOutcome> {
    const build = () => requests.createPayoutRequest(input)
    const { outcome, failure } = await this.#attempt<CreatedPayout>("createPayout", build, answers.createdPayoutAnswer)
    const duplicate = readDuplicateBatch(failure)
    return duplicate ? { kind: "duplicate", ...duplicate } : outcome
  }

  getPayout(input: { payoutBatchId: string; page?: number }): Promise<Outcome<PayoutPage>> {
    const page = input.page ?? 1
    invariant(Number.isInteger(page) && page >= 1 && page <= 1_000, "pages count from 1 to 1 000")
    const build = (id: string) => requests.getPayoutRequest(id, page)
    return this.#callById("getPayout", input.payoutBatchId, build, answers.payoutPageAnswer(page))
  }

  getPayoutItem(payoutItemId: string): Promise<Outcome<PayoutItemView>> {
    return this.#callById("getPayoutItem", payoutItemId, requests.getPayoutItemRequest, answers.payoutItemAnswer)
  }

  cancelUnclaimedItem(payoutItemId: string): Promise<Outcome<PayoutItemView>> {
    return this.#callById("cancelUnclaimedItem", payoutItemId, requests.cancelItemRequest, answers.payoutItemAnswer)
  }

  getDispute(disputeId: string): Promise<Outcome<DisputeView>> {
    return this.#callById("getDispute", disputeId, requests.getDisputeRequest, answers.disputeAnswer)
  }

  verifyWebhook(input: WebhookInput): Promise<WebhookVerdict> {
    return this.#webhooks.verify(input)
  }

  close(): void {
    this.#transport.close()
  }

  async #callById<T>(
    name: string,
    id: string,
    build: (id: string) => SdkRequest,
    answer: z.ZodType<T>,
  ): Promise<Outcome<T>> {
    if (!requests.isPayPalId(id)) return NOT_THEIRS
    return this.#call(name, () => build(id), answer)
  }

  async #call<T>(name: string, build: () => SdkRequest, answer: z.ZodType<T>): Promise<Outcome<T>> {
    return (await this.#attempt(name, build, answer)).outcome
  }

  async #attempt<T>(name: string, build: () => SdkRequest, answer: z.ZodType<T>): Promise<Attempt<T>> {
    // What we would send is checked before anything is sent, so that a bug is thrown and never read as an outcome.
    build()
    await this.#faultPoint(`paypal.${name}.before`)
    const attempt = await this.#transport.send(build).then(
      (response) => ({ outcome: readAnswer(response, answer), failure: undefined }),
      (failure: unknown) => ({ outcome: readFailure(failure), failure }),
    )
    await this.#faultPoint(`paypal.${name}.after`)
    return attempt
  }
}

interface Attempt<T> {
  readonly outcome: Outcome<T>
  /** What the SDK threw, for the one caller that reads more from it than the outcome says. */
  readonly failure: unknown
}

function readAnswer<T>(response: SdkResponse, answer: z.ZodType<T>): Outcome<T> {
  if (response.unparsable) return unknown("PayPal's answer does not parse")
  const parsed = answer.safeParse(response.result)
  if (parsed.success) return { kind: "ok", value: parsed.data }
  const where = parsed.error.issues[0]
  return unknown(`PayPal's answer is not as agreed: ${where?.path.join(".") || "body"} ${where?.message ?? ""}`)
}
