/** E-mail addresses as accounts know them: trimmed, lower case, plausible. */
import { AppError } from "#lib/kernel/errors.ts"

/** RFC 5321 4.5.3.1: 64 for the local part, 255 for the domain, 254 for what fits a forward path. */
const MAX_EMAIL_CHARS = 254
// One @, a dotted domain, no spaces, quotes, commas or control characters: what mail servers on the open net accept.
const SHAPE =
  /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u

/** The address in its one form; null when it is none. */
export function normalizeEmail(typed: string): string | null {
  const address = typed.trim().toLowerCase()
  return address.length <= MAX_EMAIL_CHARS && SHAPE.test(address) ? address : null
}

/** The same, throwing invalid_input with the field's name. */
export function parseEmail(typed: string, field = "email"): string {
  const address = normalizeEmail(typed)
  if (address === null) {
    throw new AppError("invalid_input", "Enter an e-mail address, such as name@example.org.", { field })
  }
  return address
}
