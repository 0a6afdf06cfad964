/** What notices are about, the ways a person may choose to hear of them, and how soon each goes out by mail. */
import { DAY_MS, HOUR_MS, payoutMonday } from "../kernel/period.ts"

export const CHOSEN_CATEGORIES = ["money", "earnings", "carriage", "site", "publishing", "buying", "operating"] as const
export type ChosenCategory = (typeof CHOSEN_CATEGORIES)[number]

/** Security is told always, by mail and at once. */
export const NOTICE_CATEGORIES = ["security", ...CHOSEN_CATEGORIES] as const
export type NoticeCategory = (typeof NOTICE_CATEGORIES)[number]

/** By mail at once, in Monday's digest, only in the app, or not at all. */
export const NOTICE_CHANNELS = ["now", "weekly", "app", "off"] as const
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number]

/** How soon a kind of notice asks for a mail at most; the person's channel can only slow it down. */
export const NOTICE_PACES = ["now", "weekly", "app"] as const
export type NoticePace = (typeof NOTICE_PACES)[number]

/** What a mail's unsubscribe button ends: one category, or everything that comes by Monday's digest. */
export const UNSUBSCRIBE_TOPICS = [...CHOSEN_CATEGORIES, "weekly"] as const
export type UnsubscribeTopic = (typeof UNSUBSCRIBE_TOPICS)[number]

/**
 * What a person chooses: a channel for each category, and whether Monday's digest also sums up what is not worth a mail of
 * its own in the categories that are mailed at once ("weekly") or not ("app").
 */
export const NOTICE_CHOICES = [...CHOSEN_CATEGORIES, "digest"] as const
export type NoticeChoice = (typeof NOTICE_CHOICES)[number]
export type NoticeChoices = Readonly<Record<NoticeChoice, NoticeChannel>>

export const DEFAULT_CHOICES: NoticeChoices = {
  money: "now",
  earnings: "now",
  carriage: "now",
  site: "now",
  publishing: "now",
  buying: "now",
  operating: "now",
  digest: "weekly",
}

/** These are not gathered into one mail: a receipt or a changed password is awaited. */
export const URGENT_CATEGORIES: readonly NoticeCategory[] = ["security", "buying"]

export const isChosenCategory = (value: unknown): value is ChosenCategory =>
  CHOSEN_CATEGORIES.includes(value as ChosenCategory)

export const channelOf = (category: NoticeCategory, choices: NoticeChoices): NoticeChannel =>
  category === "security" ? "now" : choices[category]

/** The slower of what the kind asks for and what the person chose; null when the person wants to hear nothing. */
export function paceOf(category: NoticeCategory, wanted: NoticePace, choices: NoticeChoices): NoticePace | null {
  const channel = channelOf(category, choices)
  if (channel === "off") return null
  if (wanted === "weekly" && channel === "now" && category !== "security" && choices.digest !== "weekly") return "app"
  return NOTICE_PACES.indexOf(wanted) > NOTICE_PACES.indexOf(channel) ? wanted : channel
}

/** Mondays at 08:00 UTC: two hours after the payout run, so that its payouts are in. */
const DIGEST_AFTER_PAYOUT_MS = 2 * HOUR_MS

/** The first digest after `at`. */
export function nextDigest(at: Date): Date {
  const thisWeek = payoutMonday(at).getTime() + DIGEST_AFTER_PAYOUT_MS
  return new Date(at.getTime() < thisWeek ? thisWeek : thisWeek + 7 * DAY_MS)
}

/** When a notice of this pace is due in a mail; null: in none. */
export function mailDueAt(pace: NoticePace, at: Date): Date | null {
  if (pace === "app") return null
  return pace === "now" ? at : nextDigest(at)
}
