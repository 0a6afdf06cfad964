/** What happened on the account: by day, unread marked, by category. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { MarkAllRead } from "#components/notices/mark-all-read.tsx"
import { NoticeList } from "#components/notices/notice-list.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { cx } from "#components/ui/cx.ts"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { categoryName } from "#lib/notices/category-words.ts"
import { NOTICE_CATEGORIES, type NoticeCategory } from "#lib/notices/notice-state.ts"
import { categoriesWithNotices, countUnread, listNotices } from "#lib/notices/queries.ts"
import { markNoticesRead } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Notifications") }
}

type Props = { searchParams: Promise<{ category?: string; before?: string }> }

export default async function NotificationsPage({ searchParams }: Props) {
  const asked = await searchParams
  const t = await words()
  const { userId } = await requirePageActor("/notifications")
  const { db, clock } = deps()
  const category = NOTICE_CATEGORIES.find((c) => c === asked.category) ?? null
  const before = isId("notice", asked.before) ? asked.before : null
  const [page, unread, present] = await Promise.all([
    listNotices(db, { userId, category, before }),
    countUnread(db, userId),
    categoriesWithNotices(db, userId),
  ])
  const newest = page.notices[0]
  return (
    <Page width="read">
      <PageHeader
        title={t("Notifications")}
        actions={
          <>
            {unread > 0 && newest && !before && !category && <MarkAllRead upTo={newest.id} mark={markNoticesRead} />}
            <ButtonLink href="/settings/notifications" variant="quiet" size="small">
              {t("Choose what you hear of")}
            </ButtonLink>
          </>
        }
      />
      {present.length > 1 && <Filter t={t} present={present} chosen={category} />}
      {newest ? (
        <NoticeList t={t} notices={page.notices} now={clock.now()} />
      ) : (
        <Nothing t={t} filtered={category !== null || before !== null} />
      )}
      <Pages t={t} category={category} next={page.next} isFirst={before === null} />
    </Page>
  )
}

function pathOf(category: NoticeCategory | null, before: string | null = null): string {
  const query = new URLSearchParams({ ...(category ? { category } : {}), ...(before ? { before } : {}) }).toString()
  return query ? `/notifications?${query}` : "/notifications"
}

function Filter({
  t,
  present,
  chosen,
}: {
  t: Translate
  present: readonly NoticeCategory[]
  chosen: NoticeCategory | null
}) {
  return (
    <nav aria-label={t("By category")} className="mb-8 flex flex-wrap gap-2">
      {[null, ...present].map((category) => (
        <a
          key={category ?? "all"}
          href={pathOf(category)}
          aria-current={category === chosen ? "true" : undefined}
          className={cx(
            "flex h-9 items-center rounded-chip border px-4 text-14 font-semibold",
            category === chosen ? "border-ink bg-ink text-paper" : "border-edge bg-surface hover:border-ink",
          )}
        >
          {category ? categoryName(t, category) : t("Everything")}
        </a>
      ))}
    </nav>
  )
}

function Nothing({ t, filtered }: { t: Translate; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        title={t("Nothing here")}
        action={<ButtonLink href="/notifications">{t("Show everything")}</ButtonLink>}
      >
        {t("There is nothing of this kind.")}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t("Nothing has happened yet")}
      action={<ButtonLink href="/settings/notifications">{t("Choose what you hear of")}</ButtonLink>}
    >
      {t("Sales you brought, payouts, a silent node, the end of a demo: it all stands here the moment it happens.")}
    </EmptyState>
  )
}

function Pages({
  t,
  category,
  next,
  isFirst,
}: {
  t: Translate
  category: NoticeCategory | null
  next: string | null
  isFirst: boolean
}) {
  if (isFirst && !next) return null
  return (
    <nav aria-label={t("Pages")} className="mt-8 flex flex-wrap gap-3">
      {!isFirst && <ButtonLink href={pathOf(category)}>{t("Newest")}</ButtonLink>}
      {next && <ButtonLink href={pathOf(category, next)}>{t("Older")}</ButtonLink>}
    </nav>
  )
}
