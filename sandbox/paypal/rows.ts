/** What the stand-in remembers: plain JSON rows. Amounts are whole minor units; times are milliseconds of its own clock. */

export interface Payer {
  readonly email: string
  readonly payerId: string
}

export type OrderStatus = "CREATED" | "PAYER_ACTION_REQUIRED" | "APPROVED" | "COMPLETED" | "VOIDED"
/** How the money will come once captured: chosen by the buyer on the checkout page. */
export type Instrument = "balance" | "declined-card" | "echeck"

export interface OrderRow {
  readonly id: string
  status: OrderStatus
  readonly createdAt: number
  updatedAt: number
  readonly withSource: boolean
  readonly referenceId: string
  readonly amount: number
  readonly currency: string
  readonly customId: string | null
  readonly invoiceId: string | null
  readonly description: string | null
  readonly brandName: string | null
  readonly payeeMerchant: string
  readonly returnUrl: string
  readonly cancelUrl: string
  payer: Payer | null
  instrument: Instrument
  captureId: string | null
}

export type CaptureStatus = "COMPLETED" | "PENDING" | "DECLINED" | "PARTIALLY_REFUNDED" | "REFUNDED"

export interface CaptureRow {
  readonly id: string
  readonly orderId: string
  status: CaptureStatus
  reason: string | null
  readonly amount: number
  fee: number | null
  readonly currency: string
  readonly createdAt: number
  updatedAt: number
  refunded: number
  reversed: boolean
  /** When a pending eCheck clears by itself. */
  clearsAt: number | null
}

export interface RefundRow {
  readonly id: string
  readonly captureId: string
  readonly amount: number
  readonly currency: string
  readonly note: string | null
  readonly createdAt: number
  readonly totalRefunded: number
  /** A chargeback, not the merchant's wish. */
  readonly reversal: boolean
}

export interface DisputeRow {
  readonly id: string
  readonly captureId: string
  readonly amount: number
  readonly currency: string
  readonly reason: string
  status: "OPEN" | "RESOLVED"
  outcome: "RESOLVED_BUYER_FAVOUR" | "RESOLVED_SELLER_FAVOUR" | null
  readonly createdAt: number
  updatedAt: number
}

export type ItemStatus =
  | "PENDING"
  | "SUCCESS"
  | "UNCLAIMED"
  | "RETURNED"
  | "REFUNDED"
  | "REVERSED"
  | "ONHOLD"
  | "BLOCKED"
  | "FAILED"
  | "DENIED"

export interface ItemRow {
  readonly id: string
  readonly batchId: string
  readonly index: number
  readonly senderItemId: string | null
  readonly receiver: string
  readonly amount: number
  readonly currency: string
  readonly note: string | null
  status: ItemStatus
  fee: number
  error: string | null
  transactionId: string | null
  processedAt: number | null
  /** What becomes of it later by itself, and when. */
  next: { status: ItemStatus; at: number } | null
  /** How often money was credited to the receiver: the figure everything else is checked against. */
  timesPaid: number
}

export interface BatchRow {
  readonly id: string
  readonly senderBatchId: string
  status: "PENDING" | "PROCESSING" | "SUCCESS" | "DENIED"
  readonly emailSubject: string | null
  readonly currency: string
  readonly total: number
  readonly itemIds: string[]
  readonly createdAt: number
  completedAt: number | null
  deny: boolean
}

/** One movement of the merchant's PayPal balance. */
interface MovementRow {
  readonly id: string
  readonly at: number
  readonly kind: string
  readonly ref: string
  readonly currency: string
  readonly amount: number
}

/** What a repeated PayPal-Request-Id is answered with: the same thing, as it stands now. */
interface ReplayRow {
  readonly id: string
  readonly subject: string
  readonly at: number
}

interface TokenRow {
  readonly id: string
  /** In the machine's own time, like a TLS certificate: sign-in does not follow the time machine. */
  readonly expiresAt: number
}

export interface EventRow {
  readonly id: string
  readonly type: string
  readonly body: string
  readonly transmissionId: string
  attempts: number
  nextAt: number | null
  delivered: boolean
  lastAnswer: string | null
}

interface MetaRow {
  readonly id: string
  value: string | number
}

export interface Tables {
  orders: OrderRow
  captures: CaptureRow
  refunds: RefundRow
  disputes: DisputeRow
  batches: BatchRow
  items: ItemRow
  movements: MovementRow
  replays: ReplayRow
  tokens: TokenRow
  events: EventRow
  meta: MetaRow
}
