/** Orders v2: create, read, capture; they die three hours after creation unless somebody approves. */
import { readAmount } from "./amounts.ts"
import { type Answer, malformed, mockedRefusal, notFound, ok, orderRefusal } from "./answer.ts"
import { createCapture } from "./captures.ts"
import { isObject, REPLAY_MS, type Request, type Route, remember, replayed } from "./http.ts"
import { fullOrder, minimalOrder, orderLinks } from "./order-view.ts"
import type { Instrument, OrderRow } from "./rows.ts"
import type { World } from "./world.ts"

export const ORDER_LIFE_MS = 3 * 3_600_000

const text = (v: unknown, max = 127): string | null => (typeof v === "string" && v !== "" ? v.slice(0, max) : null)
const object = (v: unknown): Record<string, unknown> => (isObject(v) ? v : {})

/** The order as it stands, or nothing: unapproved ones are gone after three hours. */
export function findOrder(world: World, id: string): OrderRow | null {
  const order = world.store.rows.orders.get(id)
  if (!order) return null
  const open = order.status === "CREATED" || order.status === "PAYER_ACTION_REQUIRED"
  return open && world.now() >= order.createdAt + ORDER_LIFE_MS ? null : order
}

function mustFind(world: World, id: string): OrderRow {
  const order = findOrder(world, id)
  if (!order) throw notFound()
  return order
}

const answerWith = (world: World, request: Request, order: OrderRow, status: number): Answer =>
  ok(request.headers.prefer === "return=representation" ? fullOrder(world, order) : minimalOrder(world, order), status)

function createOrder(world: World, request: Request): Answer {
  const before = replayed(world, "create", request, REPLAY_MS.order)
  if (before) return answerWith(world, request, mustFind(world, before), 200)
  const mocked = mockedRefusal(request.headers["paypal-mock-response"])
  if (mocked) throw mocked
  const order = readOrder(world, request.json())
  world.store.put("orders", order)
  remember(world, "create", request, order.id)
  return answerWith(world, request, order, order.withSource ? 200 : 201)
}

function readOrder(world: World, body: Record<string, unknown>): OrderRow {
  const units = body.purchase_units
  if (body.intent !== "CAPTURE")
    throw malformed("INVALID_PARAMETER_VALUE", "/intent", "A parameter value is not valid.")
  if (!Array.isArray(units) || units.length !== 1 || !isObject(units[0])) {
    throw malformed("MISSING_REQUIRED_PARAMETER", "/purchase_units", "A required parameter is missing.")
  }
  const unit = units[0]
  const { amount, currency } = readUnitAmount(object(unit.amount))
  const source = object(object(body.payment_source).paypal)
  const context = isObject(source.experience_context) ? source.experience_context : object(body.application_context)
  const withSource = isObject(object(body.payment_source).paypal)
  const now = world.now()
  return {
    id: world.newId(),
    status: withSource ? "PAYER_ACTION_REQUIRED" : "CREATED",
    createdAt: now,
    updatedAt: now,
    withSource,
    referenceId: text(unit.reference_id, 256) ?? "default",
    amount,
    currency,
    customId: text(unit.custom_id),
    invoiceId: text(unit.invoice_id),
    description: text(unit.description),
    brandName: text(context.brand_name),
    payeeMerchant: text(object(unit.payee).merchant_id) ?? world.merchantId,
    returnUrl: readUrl(context.return_url),
    cancelUrl: readUrl(context.cancel_url),
    payer: null,
    instrument: "balance",
    captureId: null,
  }
}

function readUnitAmount(raw: Record<string, unknown>): { amount: number; currency: string } {
  const amount = readAmount(raw.value, raw.currency_code)
  if (typeof amount === "number") return { amount, currency: raw.currency_code as string }
  if (amount !== "INVALID_PARAMETER_SYNTAX") throw orderRefusal(amount)
  const field = "/purchase_units/@reference_id=='default'/amount/value"
  throw malformed(amount, field, "The value of a field does not conform to the expected format.")
}

function readUrl(raw: unknown): string {
  if (typeof raw === "string" && URL.canParse(raw) && /^https?:$/.test(new URL(raw).protocol)) return raw
  throw malformed(
    "INVALID_PARAMETER_SYNTAX",
    "/payment_source/paypal/experience_context",
    "The value of a field does not conform to the expected format.",
  )
}

/** The buyer agrees on the checkout page (or a test does it for them). */
export function approveOrder(world: World, order: OrderRow, email: string, instrument: Instrument): void {
  order.status = "APPROVED"
  order.payer = { email, payerId: world.payerIdFor(email) }
  order.instrument = instrument
  order.updatedAt = world.now()
  world.store.put("orders", order)
  world.announce(
    "CHECKOUT.ORDER.APPROVED",
    "checkout-order",
    "An order has been approved by buyer",
    fullOrder(world, order),
  )
}

function captureOrder(world: World, request: Request): Answer {
  const order = mustFind(world, request.params[0] ?? "")
  if (replayed(world, "capture", request, REPLAY_MS.order) === order.id) return answerWith(world, request, order, 200)
  if (order.status === "COMPLETED") throw orderRefusal("ORDER_ALREADY_CAPTURED")
  const links = orderLinks(world, order)
  if (order.status !== "APPROVED") throw orderRefusal("ORDER_NOT_APPROVED", links)
  const mocked = mockedRefusal(request.headers["paypal-mock-response"])
  if (mocked) throw mocked
  if (order.instrument === "declined-card") throw orderRefusal("INSTRUMENT_DECLINED", links)
  if (isInvoiceTaken(world, order)) throw orderRefusal("DUPLICATE_INVOICE_ID", links)
  createCapture(world, order)
  remember(world, "capture", request, order.id)
  return answerWith(world, request, order, 201)
}

function isInvoiceTaken(world: World, order: OrderRow): boolean {
  if (order.invoiceId === null) return false
  for (const other of world.store.rows.orders.values()) {
    if (other.id !== order.id && other.captureId !== null && other.invoiceId === order.invoiceId) return true
  }
  return false
}

export const orderRoutes: readonly Route[] = [
  { method: "POST", pattern: /^\/v2\/checkout\/orders$/, door: "api", handle: createOrder },
  {
    method: "GET",
    pattern: /^\/v2\/checkout\/orders\/([^/]+)$/,
    door: "api",
    handle: (world, request) => ok(fullOrder(world, mustFind(world, request.params[0] ?? ""))),
  },
  { method: "POST", pattern: /^\/v2\/checkout\/orders\/([^/]+)\/capture$/, door: "api", handle: captureOrder },
]
