/** The one catalogue of notices: every kind there is, what it carries, and how it reads. */
import type { Translate } from "../kernel/messages.ts"
import { BUYING_NOTICES } from "./buying-notices.ts"
import { CARRIAGE_NOTICES } from "./carriage-notices.ts"
import { EARNINGS_NOTICES } from "./earnings-notices.ts"
import { MONEY_NOTICES } from "./money-notices.ts"
import type { Notice, NoticeWords } from "./notice.ts"
import { OPERATING_NOTICES, PUBLISHING_NOTICES } from "./publishing-notices.ts"
import { SECURITY_NOTICES } from "./security-notices.ts"
import { SITE_NOTICES } from "./site-notices.ts"

export const CATALOGUE = {
  ...SECURITY_NOTICES,
  ...MONEY_NOTICES,
  ...EARNINGS_NOTICES,
  ...CARRIAGE_NOTICES,
  ...SITE_NOTICES,
  ...PUBLISHING_NOTICES,
  ...BUYING_NOTICES,
  ...OPERATING_NOTICES,
} as const

export type NoticeKind = keyof typeof CATALOGUE
export type PayloadOf<K extends NoticeKind> = (typeof CATALOGUE)[K] extends Notice<infer P> ? P : never

/** Null for a kind of another version of Fanfare, whose words nobody has any more. */
export const findNotice = (kind: string): Notice<Record<string, string>> | null =>
  kind in CATALOGUE ? (CATALOGUE[kind as NoticeKind] as unknown as Notice<Record<string, string>>) : null

export type ReadableNotice = NoticeWords & { link: string }

/** What a stored notice says, and where it leads. */
export function readNotice(
  t: Translate,
  { kind, payload }: { kind: string; payload: Record<string, string> },
): ReadableNotice {
  const found = findNotice(kind)
  if (!found)
    return { title: t("Something happened on your account"), body: "", action: t("Open"), link: "/notifications" }
  return { ...found.words(t, payload), link: found.link(payload) }
}
