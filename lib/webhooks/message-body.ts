/** The one shape of every message: what happened, when, and the thing itself. */
import { invariant } from "#lib/kernel/errors.ts"
import type { ProgramEvent } from "#lib/notices/program-event-state.ts"

/** As the specification asks; everything we tell is far below. */
export const MAX_BODY_BYTES = 20 * 1024

/** JSON in one line. `at` is when it happened, on the platform's clock. */
export function writeBody({ type, at, data }: { type: ProgramEvent; at: Date; data: unknown }): string {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
  invariant(Buffer.byteLength(body) <= MAX_BODY_BYTES, `a ${type} message is larger than ${MAX_BODY_BYTES} bytes`)
  return body
}
