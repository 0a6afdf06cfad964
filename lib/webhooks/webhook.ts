/** What a person may write about a webhook: its address, its events and a name; checked once for every door. */
import { isIP } from "node:net"
import { refuseField } from "#lib/kernel/errors.ts"
import { hasHidden } from "#lib/kernel/hidden.ts"
import { CHOSEN_EVENTS, isProgramEvent, type ProgramEvent } from "#lib/notices/program-event-state.ts"
import { checkUrl, type OutsideRules } from "#lib/outside/outside-address.ts"
import { OutsideError } from "#lib/outside/outside-error.ts"
import { isPublicAddress } from "#lib/outside/public-address.ts"

export const WEBHOOKS_PER_OWNER = 5
export const WEBHOOK_LIMITS = { url: 500, description: 80 } as const
/** The secret before signs too for so long after it was changed. */
export const ROTATION_HOURS = 24

export type WebhookWish = { url: string; description: string; events: readonly string[] }
export type CheckedWish = { url: string; description: string; events: ProgramEvent[] }

/** `allow` is config.outsideAllow. Throws invalid_input on url, description or events. */
export const checkWebhook = (raw: WebhookWish, allow: readonly string[]): CheckedWish => ({
  url: checkAddress(raw.url, allow),
  description: checkDescription(raw.description),
  events: checkEvents(raw.events),
})

/** Plain http only to what the sample world and tests have opened by name. */
export function rulesFor(url: string, allow: readonly string[]): OutsideRules {
  const place = URL.canParse(url) ? new URL(url) : null
  return { httpsOnly: !(place && allow.includes(place.host)), ports: "any" }
}

function checkAddress(raw: string, allow: readonly string[]): string {
  const trimmed = raw.trim()
  if (trimmed.length > WEBHOOK_LIMITS.url)
    throw refuseField("url", `An address has at most ${WEBHOOK_LIMITS.url} characters.`)
  const allowed = new Set(allow)
  try {
    const { url, host, port } = checkUrl(trimmed, rulesFor(trimmed, allow), allowed)
    if (isIP(host) === 0 || isPublicAddress(host) || allowed.has(`${host}:${port}`)) return url.href
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    if (error.code === "bad_address")
      throw refuseField(
        "url",
        "Give the full address of your program, beginning with https://, without a password in it.",
      )
  }
  throw refuseField(
    "url",
    "That address lies in a private network, where we never go. Give one the open internet reaches.",
  )
}

function checkDescription(raw: string): string {
  const description = raw.normalize("NFC").replace(/\s+/g, " ").trim()
  if ([...description].length <= WEBHOOK_LIMITS.description && !hasHidden(description)) return description
  throw refuseField(
    "description",
    `A description is one line of at most ${WEBHOOK_LIMITS.description} visible characters.`,
  )
}

function checkEvents(raw: readonly string[]): ProgramEvent[] {
  const unknown = raw.find((event) => !isProgramEvent(event) || event === "ping")
  if (unknown !== undefined) throw refuseField("events", "There is no such event to choose.")
  const events = CHOSEN_EVENTS.filter((event) => raw.includes(event))
  if (events.length > 0) return events
  throw refuseField("events", "Choose at least one event.")
}
