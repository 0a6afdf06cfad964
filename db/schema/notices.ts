/** Notices: what happened to a person's account, told in the app and by mail, and which of it they wish to hear. */
import { sql } from "drizzle-orm"
import { index, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import {
  NOTICE_CATEGORIES,
  NOTICE_CHANNELS,
  NOTICE_CHOICES,
  NOTICE_PACES,
  type NoticeCategory,
  type NoticeChannel,
  type NoticeChoice,
  type NoticePace,
} from "../../lib/notices/notice-state.ts"
import { instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"

export const notices = pgTable(
  "notice",
  {
    id: text("id").$type<Id<"notice">>().primaryKey(),
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    category: text("category").$type<NoticeCategory>().notNull(),
    /** Two notices to one person with the same key are one. */
    key: text("key").notNull(),
    payload: jsonb("payload").$type<Record<string, string>>().notNull(),
    at: instant("at").notNull(),
    readAt: instant("read_at"),
    mailPace: text("mail_pace").$type<NoticePace>().notNull(),
    /** Platform time; null when it goes into no mail, or went. */
    mailDueAt: instant("mail_due_at"),
    mailedAt: instant("mailed_at"),
    /** Several notices may share one mail. */
    mailId: text("mail_id").$type<Id<"mail">>(),
  },
  (t) => [
    unique("notice_once").on(t.userId, t.key),
    oneOf("notice_category", t.category, NOTICE_CATEGORIES),
    oneOf("notice_mail_pace", t.mailPace, NOTICE_PACES),
    index("notice_user").on(t.userId, t.id),
    index("notice_unread").on(t.userId).where(sql`${t.readAt} is null`),
    index("notice_mail_due").on(t.mailDueAt).where(sql`${t.mailDueAt} is not null`),
    index("notice_mailed").on(t.userId, t.mailedAt).where(sql`${t.mailedAt} is not null`),
  ],
)

/** What a person chose; a category without a row has its default. Security is no choice. */
export const noticePreferences = pgTable(
  "notice_preference",
  {
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    category: text("category").$type<NoticeChoice>().notNull(),
    channel: text("channel").$type<NoticeChannel>().notNull(),
    /** What it was before the mail's own unsubscribe button was pressed, for whoever pressed it by mistake. */
    beforeUnsubscribe: text("before_unsubscribe").$type<NoticeChannel>(),
    changedAt: instant("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.category] }),
    oneOf("notice_preference_category", t.category, NOTICE_CHOICES),
    oneOf("notice_preference_channel", t.channel, NOTICE_CHANNELS),
  ],
)
