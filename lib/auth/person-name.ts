/** The name a person goes by. */
import { AppError } from "#lib/kernel/errors.ts"

const MAX_NAME_CHARS = 80

/** Trimmed, inner spaces single; throws invalid_input when empty, too long or holding control characters. */
export function parsePersonName(typed: string, field = "name"): string {
  const name = typed.normalize("NFC").replace(/ +/g, " ").trim()
  if (name === "") throw new AppError("invalid_input", "Enter the name you want to go by.", { field })
  if (name.length > MAX_NAME_CHARS)
    throw new AppError("invalid_input", `Use at most ${MAX_NAME_CHARS} characters.`, { field })
  // Control characters and the marks that turn text around could make one name look like another.
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name)) {
    throw new AppError("invalid_input", "Use letters, digits and spaces.", { field })
  }
  return name
}
