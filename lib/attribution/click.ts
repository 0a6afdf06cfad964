/** What a click keeps beside its link and its time: how the visitor met the link, on what, and the fan's own tags on it. */
import type { Utm } from "../fans/utm.ts"

/** Why a stored click does not count: not a person following a link, or the link owner himself. */
export const CLICK_FLAGS = ["bot", "preview", "no_agent", "head", "prefetch", "own"] as const
export type ClickFlag = (typeof CLICK_FLAGS)[number]

/** How a visitor met a link, sent as `?t=`; a bare link is "link". */
export const CLICK_TRIGGERS = [
  "link",
  "qr",
  "badge",
  "card",
  "button",
  "oembed",
  "shelf",
  "page",
  "demo",
  "feed",
] as const
export type ClickTrigger = (typeof CLICK_TRIGGERS)[number]

export const CLICK_DEVICES = ["desktop", "mobile", "tablet"] as const
export type ClickDevice = (typeof CLICK_DEVICES)[number]

/** Sub-ids beside `?s=`, each of the same shape. */
export const SUB_KEYS = ["s1", "s2", "s3", "s4", "s5"] as const
export type SubKey = (typeof SUB_KEYS)[number]

/** What an address says of a click beyond its code. */
export type ClickTags = Record<SubKey, string | null> & {
  /** Null when the address names a trigger we do not know. */
  trigger: ClickTrigger | null
  utm: Utm | null
}

const triggers: ReadonlySet<string> = new Set(CLICK_TRIGGERS)

/** A trigger as sent in `?t=`: "link" when nothing was sent, null for anything unknown. */
export function parseTrigger(raw: string | null): ClickTrigger | null {
  if (raw === null) return "link"
  return triggers.has(raw) ? (raw as ClickTrigger) : null
}
