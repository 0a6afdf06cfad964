/** What operator and publisher write to each other about a title: plain text of a bounded length. */
import { AppError } from "#lib/kernel/errors.ts"

export const NOTE_LIMIT_CHARS = 2_000
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** Throws `invalid_input` at `field`. */
export function checkNote(raw: string, field: string): string {
  const text = raw.normalize("NFC").replaceAll("\r\n", "\n").trim()
  if (text.length === 0) throw new AppError("invalid_input", "Write a few words.", { field })
  if (text.length > NOTE_LIMIT_CHARS)
    throw new AppError("invalid_input", `Write at most ${NOTE_LIMIT_CHARS} characters.`, { field })
  if (CONTROL.test(text)) throw new AppError("invalid_input", "Write plain text.", { field })
  return text
}
