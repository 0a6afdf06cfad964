/** Refusals come from one closed table; each code is stable, has one HTTP status and one plain sentence. */
export const ERRORS = {
  invalid_input: { status: 400, title: "Something in the request is not right." },
  invalid_signature: { status: 400, title: "The signature does not match what was signed." },
  unauthenticated: { status: 401, title: "Sign in first." },
  key_revoked: { status: 401, title: "This key was revoked." },
  key_expired: { status: 401, title: "This key has ended." },
  wrong_credentials: { status: 401, title: "E-mail and password do not match." },
  payment_declined: { status: 402, title: "PayPal declined the payment." },
  forbidden: { status: 403, title: "This is not yours to change." },
  missing_scope: { status: 403, title: "This key may not do that." },
  account_suspended: { status: 403, title: "This account is suspended." },
  email_unconfirmed: { status: 403, title: "Confirm your e-mail address first." },
  not_found: { status: 404, title: "There is nothing here." },
  not_allowed: { status: 405, title: "That method is not allowed at this address." },
  conflict: { status: 409, title: "That cannot be done in the present state." },
  already_exists: { status: 409, title: "That name is taken." },
  idempotency_running: { status: 409, title: "The same request is still being answered." },
  gone: { status: 410, title: "This has ended." },
  too_large: { status: 413, title: "That is larger than allowed." },
  unsupported_media: { status: 415, title: "Send JSON." },
  idempotency_mismatch: { status: 422, title: "That idempotency key belongs to another request." },
  unsupported: { status: 422, title: "That is not supported." },
  too_many: { status: 429, title: "Too many tries; wait a little." },
  unavailable: { status: 503, title: "A part we need is not answering; nothing was changed." },
} as const

export type ErrorCode = keyof typeof ERRORS

/** A refusal: the caller asked for something that cannot be; nothing was changed. `detail` is written for people. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  readonly field: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ErrorCode,
    detail?: string,
    more: { field?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail ?? ERRORS[code].title, { cause: more.cause })
    this.name = "AppError"
    this.code = code
    this.detail = detail ?? ERRORS[code].title
    this.field = more.field
    this.retryAfterSeconds = more.retryAfterSeconds
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

/** One field of a form or request is not right; `detail` says what would be accepted. */
export const refuseField = (field: string, detail: string): AppError => new AppError("invalid_input", detail, { field })

/** A remote party failed; `retryable` says whether the same call may be made again. */
export class RemoteError extends Error {
  readonly retryable: boolean
  constructor(message: string, retryable: boolean, cause?: unknown) {
    super(message, { cause })
    this.name = "RemoteError"
    this.retryable = retryable
  }
}

/** A bug, not a refusal: what must hold does not. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`)
}
