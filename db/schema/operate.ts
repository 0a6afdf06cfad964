/** What operators do: reviews of titles with what was said in them, their acts, and erasures of accounts. */
import { sql } from "drizzle-orm"
import { bigserial, check, index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import { ERASURE_STATES, type ErasureState } from "../../lib/auth/erasure-state.ts"
import { REVIEW_STATES, type ReviewState } from "../../lib/catalog/review-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"
import { titles } from "./catalog.ts"

export const titleReviews = pgTable(
  "title_review",
  {
    id: text("id").$type<Id<"review">>().primaryKey(),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    state: text("state").$type<ReviewState>().notNull(),
    requestedAt: instant("requested_at").notNull(),
    decidedAt: instant("decided_at"),
    /** Why it was refused, for its publisher to read. */
    reason: text("reason"),
  },
  (t) => [
    oneOf("title_review_state", t.state, REVIEW_STATES),
    uniqueIndex("title_review_one_open").on(t.titleId).where(sql`${t.state} = 'open'`),
    index("title_review_title").on(t.titleId, t.requestedAt),
  ],
)

/** Question and answer between operator and publisher. */
export const reviewNotes = pgTable(
  "review_note",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    reviewId: text("review_id")
      .$type<Id<"review">>()
      .notNull()
      .references(() => titleReviews.id),
    by: text("by").$type<"operator" | "publisher">().notNull(),
    text: text("text").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    check("review_note_by", sql`${t.by} in ('operator', 'publisher')`),
    index("review_note_review").on(t.reviewId, t.id),
  ],
)

/** Only added to, by trigger; the one change there is takes an erased person's words out of a reason. */
export const operatorActs = pgTable(
  "operator_act",
  {
    id: text("id").$type<Id<"act">>().primaryKey(),
    operatorId: text("operator_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    act: text("act").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    reason: text("reason").notNull(),
    /** States and figures, never names or addresses: this row cannot be changed. */
    before: jsonb("before").$type<Record<string, string>>().notNull(),
    after: jsonb("after").$type<Record<string, string>>().notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    index("operator_act_subject").on(t.subjectId, t.at),
    index("operator_act_at").on(t.at, t.id),
    index("operator_act_operator").on(t.operatorId, t.at),
  ],
)

export const erasures = pgTable(
  "erasure",
  {
    id: text("id").$type<Id<"erasure">>().primaryKey(),
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    state: text("state").$type<ErasureState>().notNull(),
    askedBy: text("asked_by")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    askedAt: instant("asked_at").notNull(),
    dueAt: instant("due_at").notNull(),
    endedAt: instant("ended_at"),
    /** Why it could not be done yet: money on its way. */
    waitsFor: text("waits_for"),
  },
  (t) => [
    oneOf("erasure_state", t.state, ERASURE_STATES),
    uniqueIndex("erasure_one_waiting").on(t.userId).where(sql`${t.state} = 'waiting'`),
    index("erasure_user").on(t.userId, t.askedAt),
  ],
)
