/** The bell in the head of every page: how much happened that was not read; the figure is the server's, no script of its own. */
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

/** More than this is "99+": the exact figure helps nobody. */
const MOST_SHOWN = 99

export function NoticeBell({ t, unread }: { t: Translate; unread: number }) {
  const label =
    unread === 0 ? t("Notifications") : t.n("Notifications, one unread", "Notifications, {count} unread", unread)
  return (
    // A plain link: the list is read anew each time, and nothing is fetched before it is wanted.
    <a
      href="/notifications"
      aria-label={label}
      data-testid="notice-bell"
      className="relative grid size-9 place-items-center rounded-input text-muted hover:bg-sunken hover:text-ink"
    >
      <svg
        viewBox="0 0 24 24"
        className="size-5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        aria-hidden="true"
      >
        <path d="M6 10a6 6 0 0 1 12 0c0 5 2 6.2 2 7.5H4C4 16.2 6 15 6 10Z" strokeLinejoin="round" />
        <path d="M10 20.5a2.2 2.2 0 0 0 4 0" strokeLinecap="round" />
      </svg>
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="absolute -end-1 -top-0.5 grid h-4.5 min-w-4.5 place-items-center rounded-chip bg-brass-fill px-1 font-mono text-12 leading-none font-semibold text-on-fill"
        >
          {unread > MOST_SHOWN ? `${formatCount(MOST_SHOWN, t.locale)}+` : formatCount(unread, t.locale)}
        </span>
      )}
    </a>
  )
}
