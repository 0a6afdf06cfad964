/** Which refusals an endpoint can give: what its declaration asks of a request says most of them. */
import "server-only"
import { ERRORS, type ErrorCode } from "#lib/kernel/errors.ts"
import type { Endpoint } from "./endpoint.ts"

const EVERY = ["unauthenticated", "key_revoked", "key_expired", "account_suspended", "too_many"] as const

/** By status, then as in the table of errors. */
export function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>([
    ...EVERY,
    ...(endpoint.scope ? (["missing_scope"] as const) : []),
    ...(endpoint.query || endpoint.body ? (["invalid_input"] as const) : []),
    ...(endpoint.params ? (["not_found"] as const) : []),
    ...(endpoint.body
      ? (["too_large", "unsupported_media", "idempotency_running", "idempotency_mismatch"] as const)
      : []),
    ...(endpoint.errors ?? []),
  ])
  const order = Object.keys(ERRORS)
  return [...codes].sort((a, b) => ERRORS[a].status - ERRORS[b].status || order.indexOf(a) - order.indexOf(b))
}
