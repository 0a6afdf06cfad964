/** Questions to a person's notices: how many are unread, what happened, and what they chose to hear. */
import { and, desc, eq, isNull, lt } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { noticePreferences, notices } from "#db/schema/notices.ts"
import { mailAddresses } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { DEFAULT_CHOICES, NOTICE_CATEGORIES, type NoticeCategory, type NoticeChoices } from "./notice-state.ts"

export type NoticeView = {
  id: Id<"notice">
  kind: string
  category: NoticeCategory
  payload: Record<string, string>
  at: Date
  readAt: Date | null
}

const PAGE = 30
/** The bell says "99+" beyond. */
const MOST_COUNTED = 100

/** At most 100. */
export async function countUnread(db: DbOrTx, userId: Id<"user">): Promise<number> {
  const rows = await db
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.userId, userId), isNull(notices.readAt)))
    .limit(MOST_COUNTED)
  return rows.length
}

export type NoticePage = { notices: NoticeView[]; next: Id<"notice"> | null }

/** Newest first, 30 at a time; `before` is the `next` of the page before. */
export async function listNotices(
  db: DbOrTx,
  input: { userId: Id<"user">; category: NoticeCategory | null; before: Id<"notice"> | null },
): Promise<NoticePage> {
  const { id, kind, category, payload, at, readAt } = notices
  const found = await db
    .select({ id, kind, category, payload, at, readAt })
    .from(notices)
    .where(
      and(
        eq(notices.userId, input.userId),
        input.category ? eq(notices.category, input.category) : undefined,
        input.before ? lt(notices.id, input.before) : undefined,
      ),
    )
    .orderBy(desc(notices.id))
    .limit(PAGE + 1)
  return { notices: found.slice(0, PAGE), next: found.length > PAGE ? found[PAGE - 1]!.id : null }
}

export async function getChoices(db: DbOrTx, userId: Id<"user">): Promise<NoticeChoices> {
  const rows = await db.select().from(noticePreferences).where(eq(noticePreferences.userId, userId))
  return { ...DEFAULT_CHOICES, ...Object.fromEntries(rows.map((row) => [row.category, row.channel])) }
}

/** Where notices of an account are mailed, and since when not any more because mail came back. */
export async function getMailbox(
  db: DbOrTx,
  userId: Id<"user">,
): Promise<{ address: string; givenUpAt: Date | null; lastError: string | null } | null> {
  const [row] = await db
    .select({ address: users.email, givenUpAt: mailAddresses.givenUpAt, lastError: mailAddresses.lastError })
    .from(users)
    .leftJoin(mailAddresses, eq(mailAddresses.address, users.email))
    .where(eq(users.id, userId))
  return row ?? null
}

/** The categories of which there is anything, in their usual order. */
export async function categoriesWithNotices(db: DbOrTx, userId: Id<"user">): Promise<NoticeCategory[]> {
  const rows = await db.selectDistinct({ category: notices.category }).from(notices).where(eq(notices.userId, userId))
  const present = new Set(rows.map((row) => row.category))
  return NOTICE_CATEGORIES.filter((category) => present.has(category))
}
