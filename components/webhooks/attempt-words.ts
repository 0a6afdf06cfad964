/** What came of one attempt, as a person reads it. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { OutsideCode } from "#lib/outside/outside-error.ts"
import { outsideWords } from "#lib/outside/outside-words.ts"
import type { Attempt } from "#lib/webhooks/webhook-state.ts"

type Seen = Pick<Attempt, "status" | "error">

/** Short, for a row: "200", "no answer". */
export const attemptWord = (t: Translate, { status }: Seen): string => (status === null ? t("no answer") : `${status}`)

/** A sentence with what to do about it; empty for an arrival. */
export function attemptAdvice(t: Translate, { status, error }: Seen, host: string): string {
  if (status === null) return error ? outsideWords(t, error as OutsideCode, host) : ""
  if (status >= 200 && status < 300) return ""
  if (status === 410) return t("It asked us to stop, so the webhook was disabled.")
  if (status >= 300 && status < 400)
    return t("It sent us elsewhere, and we never follow: give the webhook that address.")
  if (status === 401 || status === 403)
    return t("It refused us: let this address in without a password; the signature proves who we are.")
  if (status === 404 || status === 405)
    return t("Nothing takes POST requests at this address: look for a mistake in it.")
  if (status === 429) return t("It has too much to do; we wait at least as long as it asks.")
  return status >= 500 ? t("The program broke; look into its own log.") : t("It did not take the message.")
}
