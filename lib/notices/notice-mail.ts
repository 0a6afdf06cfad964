/** One notice as a mail, or several as one: the words of both, and why the reader gets them. */
import type { Translate } from "../kernel/messages.ts"
import { micros, sumMicros } from "../kernel/money.ts"
import type { MailContent, MailLine } from "../mail/render-mail.ts"
import { type ReadableNotice, readNotice } from "./catalogue.ts"
import { categoryName } from "./category-words.ts"
import { money } from "./notice.ts"
import type { NoticeCategory } from "./notice-state.ts"

type Stored = { kind: string; category: NoticeCategory; payload: Record<string, string> }
type Topic = NoticeCategory | "weekly"

/** What a digest lists; the rest stands in the app. */
const LISTED = 20
/** Only these say that money was earned; the same money is not counted again when it matures or is paid. */
const EARNED: readonly string[] = [
  "first-sale",
  "first-code-sale",
  "sale",
  "demo-converted",
  "carriage-settled",
  "title-sold",
]

/** `notices` oldest first, at least one. */
export function noticeMail(t: Translate, publicUrl: string, topic: Topic, notices: readonly Stored[]): MailContent {
  const read = notices.map((n) => readNotice(t, n))
  return read.length === 1 && topic !== "weekly"
    ? single(publicUrl, read[0]!)
    : digest(t, publicUrl, { topic, read, earned: earnedIn(t, notices) })
}

function single(publicUrl: string, { title, body, rows, action, link }: ReadableNotice): MailContent {
  const lines: MailLine[] = [body]
  if (rows) lines.push({ rows })
  return { subject: title, lines: [...lines, { button: action, url: publicUrl + link }] }
}

type Digest = { topic: Topic; read: readonly ReadableNotice[]; earned: string | null }

function digest(t: Translate, publicUrl: string, { topic, read, earned }: Digest): MailContent {
  const entries = read.slice(0, LISTED).map((n) => ({ entry: n.title, body: n.body, url: publicUrl + n.link }))
  const more = read.length - entries.length
  return {
    subject: subjectOf(t, topic, read.length, earned),
    lines: [
      ...(earned ? [t("Together you earned {money}.", { money: earned })] : []),
      ...entries,
      ...(more > 0
        ? [t.n("One more stands in your notifications.", "{count} more stand in your notifications.", more)]
        : []),
      { button: t("See all notifications"), url: `${publicUrl}/notifications` },
    ],
  }
}

function subjectOf(t: Translate, topic: Topic, count: number, earned: string | null): string {
  if (topic === "weekly") {
    return earned ? t("Your week on Fanfare: {money} earned", { money: earned }) : t("Your week on Fanfare")
  }
  const area = categoryName(t, topic)
  if (earned) return t("{area}: {money} from {count} events", { area, money: earned, count })
  return t("{area}: {count} things happened", { area, count })
}

function earnedIn(t: Translate, notices: readonly Stored[]): string | null {
  const amounts = notices.filter((n) => EARNED.includes(n.kind)).map((n) => micros(n.payload.micros ?? "0"))
  return amounts.length > 0 ? money(t, String(sumMicros(amounts))) : null
}

export function whyMailed(t: Translate, topic: Topic): string {
  if (topic === "security") {
    return t("You get this because it concerns the safety of your Fanfare account; such mails cannot be turned off.")
  }
  if (topic === "weekly") return t("You get this on Mondays because you have a Fanfare account: it sums up your week.")
  return t("You get this because you have a Fanfare account and want mail about: {area}.", {
    area: categoryName(t, topic),
  })
}
