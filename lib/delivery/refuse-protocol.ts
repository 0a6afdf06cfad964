/** Turns what the protocol refuses into refusals with an HTTP status; bugs pass through. */
import { AppError, type ErrorCode } from "#lib/kernel/errors.ts"
import { ProtocolError, type ProtocolErrorCode } from "#peer/protocol/errors.ts"

const CODES: Partial<Record<ProtocolErrorCode, ErrorCode>> = {
  too_large: "too_large",
  bad_signature: "invalid_signature",
  unknown_key: "unauthenticated",
  stale_request: "unauthenticated",
  wrong_request: "unauthenticated",
  expired: "gone",
  wrong_carrier: "forbidden",
}

export async function refuseProtocol<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new AppError(CODES[error.code] ?? "invalid_input", error.message, { cause: error })
  }
}
