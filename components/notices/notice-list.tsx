/** Notices by day, newest first; what was not read is marked by a dot and by a word. */
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { readNotice } from "#lib/notices/catalogue.ts"
import { categoryName } from "#lib/notices/category-words.ts"
import type { NoticeCategory } from "#lib/notices/notice-state.ts"
import { Chip, type ChipTone } from "../ui/chip.tsx"

export type ListedNotice = {
  id: string
  kind: string
  category: NoticeCategory
  payload: Record<string, string>
  at: Date
  readAt: Date | null
}

/** The two streams keep their colours. */
const TONES: Partial<Record<NoticeCategory, ChipTone>> = {
  security: "danger",
  money: "brass",
  earnings: "referral",
  carriage: "carriage",
}
const toneOf = ({ kind, category }: ListedNotice): ChipTone =>
  kind === "carriage-settled" ? "carriage" : (TONES[category] ?? "neutral")

type NoticeListProps = { t: Translate; notices: readonly ListedNotice[]; now: Date }

export function NoticeList({ t, notices, now }: NoticeListProps) {
  return (
    <div className="grid gap-10">
      {byDay(notices).map(([day, ofDay]) => (
        <section key={day} aria-label={dayName(t, day, now)} className="grid gap-3">
          <h2 className="text-18 text-muted">{dayName(t, day, now)}</h2>
          <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
            {ofDay.map((notice) => (
              <Item key={notice.id} t={t} notice={notice} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function byDay(notices: readonly ListedNotice[]): [string, ListedNotice[]][] {
  const days = new Map<string, ListedNotice[]>()
  for (const notice of notices) {
    const day = notice.at.toISOString().slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), notice])
  }
  return [...days]
}

function dayName(t: Translate, day: string, now: Date): string {
  if (day === now.toISOString().slice(0, 10)) return t("Today")
  return formatDate(new Date(`${day}T00:00:00Z`), t.locale)
}

function Item({ t, notice }: { t: Translate; notice: ListedNotice }) {
  const { title, body } = readNotice(t, notice)
  const unread = notice.readAt === null
  return (
    <li data-unread={unread || undefined} className={unread ? "bg-brass-tint/60" : undefined}>
      {/* Not prefetched: looking at it marks it as read. */}
      <a
        href={`/notifications/${notice.id}`}
        className="grid grid-cols-[0.625rem_minmax(0,1fr)] gap-x-3 px-4 py-4 -outline-offset-2 hover:bg-sunken md:px-6"
      >
        <span
          aria-hidden="true"
          className={unread ? "mt-2 size-2.5 rounded-chip bg-brass-fill outline outline-brass" : undefined}
        />
        <span className="grid gap-1">
          <span className={unread ? "font-semibold" : undefined}>
            {unread && <span className="sr-only">{t("Unread:")} </span>}
            {title}
          </span>
          {body && <span className="text-14 text-muted">{body}</span>}
          <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-muted">
            <Chip tone={toneOf(notice)}>{categoryName(t, notice.category)}</Chip>
            <time dateTime={notice.at.toISOString()}>{formatDate(notice.at, t.locale, "time")}</time>
          </span>
        </span>
      </a>
    </li>
  )
}
