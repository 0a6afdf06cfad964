/** Payouts v1: a batch is taken whole or refused whole, prepaid from the balance, and worked a moment later. */
import { PAYOUT_FEE, readAmount } from "./amounts.ts"
import { type Answer, type Detail, notFound, ok, Refusal } from "./answer.ts"
import { isObject, type Request, type Route } from "./http.ts"
import { changeItem } from "./payout-outcomes.ts"
import { batchLink, batchView, createdView, itemView } from "./payout-view.ts"
import type { BatchRow, ItemRow } from "./rows.ts"
import type { World } from "./world.ts"

const MAX_ITEMS = 15_000
const MAX_ITEM_CENTS = 2_000_000
const MAX_PAGE_SIZE = 1_000
const DUPLICATE_MS = 30 * 86_400_000
/** 400 POST a minute; counted in real time. */
const MAX_POSTS_PER_MINUTE = 400
const MINUTE_MS = 60_000

const EMAIL = /^[^@\s]{1,64}@[^@\s]{1,62}$/
const RECIPIENT_TYPES = new Set(["EMAIL", "PHONE", "PAYPAL_ID"])

interface NewItem {
  readonly receiver: string
  readonly amount: number
  readonly currency: string
  readonly note: string | null
  readonly senderItemId: string | null
}

const postTimes = new WeakMap<World, number[]>()

function checkRate(world: World): void {
  const now = Date.now()
  const recent = (postTimes.get(world) ?? []).filter((at) => at > now - MINUTE_MS)
  postTimes.set(world, recent)
  if (recent.push(now) > MAX_POSTS_PER_MINUTE) throw new Refusal(429, "RATE_LIMIT_REACHED", "Too many requests.")
}

function createBatch(world: World, request: Request): Answer {
  checkRate(world)
  if (world.knobs.payoutsForbidden) {
    throw new Refusal(403, "AUTHORIZATION_ERROR", "Authorization error occurred.")
  }
  const body = request.json()
  const header = isObject(body.sender_batch_header) ? body.sender_batch_header : {}
  const senderBatchId = readSenderBatchId(header.sender_batch_id)
  refuseDuplicate(world, senderBatchId)
  const items = readItems(body.items)
  refuseMockedTrouble(items)
  const currency = items[0]!.currency
  const total = items.reduce((sum, i) => sum + i.amount, 0)
  const fees = items.length * PAYOUT_FEE
  if (total + fees > world.balance(currency)) throw insufficientFunds()
  const subject = typeof header.email_subject === "string" ? header.email_subject : null
  const batch = storeBatch(world, { senderBatchId, emailSubject: subject, currency, total, items })
  return ok(createdView(world, batch), 201)
}

const insufficientFunds = () =>
  new Refusal(400, "INSUFFICIENT_FUNDS", "Sender does not have sufficient funds. Please add funds and retry.")

function invalid(details: readonly Detail[]): Refusal {
  return new Refusal(400, "VALIDATION_ERROR", "Invalid request - see details.", details)
}

const fault = (field: string, issue: string): Detail => ({ field, location: "body", issue })

function readSenderBatchId(raw: unknown): string {
  if (typeof raw === "string" && raw !== "" && raw.length <= 256) return raw
  throw invalid([fault("sender_batch_header.sender_batch_id", "Required field is missing or too long")])
}

function refuseDuplicate(world: World, senderBatchId: string): void {
  for (const batch of world.store.rows.batches.values()) {
    if (batch.senderBatchId !== senderBatchId || batch.createdAt + DUPLICATE_MS <= world.now()) continue
    const link = batchLink(world, batch)
    const message = `User business error. Batch with given sender_batch_id already exists`
    const issue = "Batch with given sender_batch_id already exists"
    const detail: Detail = { field: "SENDER_BATCH_ID", location: "body", issue, link: [link] }
    throw new Refusal(400, "USER_BUSINESS_ERROR", message, [detail], [link])
  }
}

function readItems(raw: unknown): NewItem[] {
  if (!Array.isArray(raw) || raw.length === 0) throw invalid([fault("items", "Required field is missing")])
  if (raw.length > MAX_ITEMS) throw invalid([fault("items", `Maximum of ${MAX_ITEMS} items`)])
  const faults: Detail[] = []
  const items = raw.map((item, n) => readItem(item, `items[${n}]`, faults))
  const currencies = new Set(items.map((i) => i.currency))
  if (faults.length === 0 && currencies.size > 1) faults.push(fault("items", "All items must have one currency"))
  // One bad item refuses the whole call; nothing is paid.
  if (faults.length > 0) throw invalid(faults)
  return items
}

function readItem(raw: unknown, at: string, faults: Detail[]): NewItem {
  const item = isObject(raw) ? raw : {}
  const money = isObject(item.amount) ? item.amount : {}
  const receiver = typeof item.receiver === "string" ? item.receiver : ""
  const amount = readAmount(money.value, money.currency)
  const type = item.recipient_type ?? "EMAIL"
  const senderItemId = typeof item.sender_item_id === "string" ? item.sender_item_id : null
  if (typeof amount === "string") faults.push(fault(`${at}.amount.value`, `Invalid value for this field: ${amount}`))
  else if (amount > MAX_ITEM_CENTS) faults.push(fault(`${at}.amount.value`, "Amount exceeds the limit of one payment"))
  if (!RECIPIENT_TYPES.has(type as string)) faults.push(fault(`${at}.recipient_type`, "Unknown recipient type"))
  if (type === "EMAIL" && !EMAIL.test(receiver))
    faults.push(fault(`${at}.receiver`, "Receiver is invalid or does not match with type"))
  if (senderItemId !== null && senderItemId.length > 63) faults.push(fault(`${at}.sender_item_id`, "Too long"))
  const note = typeof item.note === "string" ? item.note.slice(0, 4_000) : null
  return {
    receiver,
    amount: typeof amount === "number" ? amount : 0,
    currency: String(money.currency),
    note,
    senderItemId,
  }
}

/** PayPal's own test values in the first item's note. */
const MOCKED: Readonly<Record<string, readonly [number, string]>> = {
  ERRPYO001: [400, "SENDER_RESTRICTED"],
  ERRPYO003: [403, "AUTHORIZATION_ERROR"],
  ERRPYO005: [400, "INSUFFICIENT_FUNDS"],
  ERRPYO006: [500, "INTERNAL_ERROR"],
  ERRPYO010: [400, "VALIDATION_ERROR"],
  ERRPYO035: [429, "RATE_LIMIT_VALIDATION"],
  ERRPYO036: [500, "REQUEST_TIMEOUT_EXCEEDED"],
  ERRPYO039: [400, "PREVIOUS_REQUEST_IN_PROGRESS"],
}

function refuseMockedTrouble(items: readonly NewItem[]): void {
  const mocked = MOCKED[items[0]?.note ?? ""]
  if (mocked) throw new Refusal(mocked[0], mocked[1], `Test value ${items[0]?.note}.`)
}

interface NewBatch {
  readonly senderBatchId: string
  readonly emailSubject: string | null
  readonly currency: string
  readonly total: number
  readonly items: readonly NewItem[]
}

function storeBatch(world: World, made: NewBatch): BatchRow {
  const id = world.newId()
  const deny = world.knobs.denyNextBatch > 0
  if (deny) world.knobs.denyNextBatch -= 1
  const itemIds = made.items.map((item, index) => storeItem(world, id, item, index))
  const { senderBatchId, emailSubject, currency, total } = made
  const batch: BatchRow = {
    id,
    senderBatchId,
    status: "PENDING",
    emailSubject,
    currency,
    total,
    itemIds,
    createdAt: world.now(),
    completedAt: null,
    deny,
  }
  world.move("payout batch", id, currency, -total)
  world.move("payout fees", id, currency, -PAYOUT_FEE * itemIds.length)
  return world.store.put("batches", batch)
}

function storeItem(world: World, batchId: string, item: NewItem, index: number): string {
  const row: ItemRow = {
    ...item,
    id: world.newId(),
    batchId,
    index,
    status: "PENDING",
    fee: 0,
    error: null,
    transactionId: null,
    processedAt: null,
    next: null,
    timesPaid: 0,
  }
  return world.store.put("items", row).id
}

function showBatch(world: World, request: Request): Answer {
  const batch = world.store.rows.batches.get(request.params[0] ?? "")
  if (!batch) throw notFound()
  const whole = (name: string, otherwise: number) => {
    const n = Number(request.query.get(name) ?? otherwise)
    return Number.isInteger(n) && n >= 1 && n <= MAX_PAGE_SIZE ? n : otherwise
  }
  return ok(batchView(world, batch, whole("page", 1), whole("page_size", MAX_PAGE_SIZE)))
}

function mustFindItem(world: World, request: Request): ItemRow {
  const item = world.store.rows.items.get(request.params[0] ?? "")
  if (!item) throw notFound()
  return item
}

function cancelItem(world: World, request: Request): Answer {
  const item = mustFindItem(world, request)
  if (item.status === "RETURNED") throw new Refusal(400, "ITEM_ALREADY_CANCELLED", "Item already cancelled.")
  if (item.status !== "UNCLAIMED") throw new Refusal(400, "ITEM_INCORRECT_STATUS", "Item not in correct status.")
  changeItem(world, item, "RETURNED")
  return ok(itemView(world, item))
}

export const payoutRoutes: readonly Route[] = [
  { method: "POST", pattern: /^\/v1\/payments\/payouts$/, door: "api", handle: createBatch },
  { method: "GET", pattern: /^\/v1\/payments\/payouts\/([^/]+)$/, door: "api", handle: showBatch },
  {
    method: "GET",
    pattern: /^\/v1\/payments\/payouts-item\/([^/]+)$/,
    door: "api",
    handle: (world, request) => ok(itemView(world, mustFindItem(world, request))),
  },
  { method: "POST", pattern: /^\/v1\/payments\/payouts-item\/([^/]+)\/cancel$/, door: "api", handle: cancelItem },
]
