/** Creator codes: the words fans claim, and when which buyer typed one of them. */
import { sql } from "drizzle-orm"
import { index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import { TYPING_PLACES, type TypingPlace } from "../../lib/fans/creator-code-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"
import { titles } from "./catalog.ts"

export const creatorCodes = pgTable(
  "creator_code",
  {
    id: text("id").$type<Id<"code">>().primaryKey(),
    /** Capitals and digits. */
    code: text("code").notNull(),
    /** The code as the eye takes it (`lookOf`); of an erased owner only its hash. */
    look: text("look").notNull(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    claimedAt: instant("claimed_at").notNull(),
    retiredAt: instant("retired_at"),
  },
  (t) => [
    uniqueIndex("creator_code_look").on(t.look).where(sql`${t.retiredAt} is null`),
    index("creator_code_look_ever").on(t.look),
    index("creator_code_owner").on(t.ownerId),
  ],
)

export const typedCodes = pgTable(
  "typed_code",
  {
    id: text("id").$type<Id<"typedCode">>().primaryKey(),
    buyerId: text("buyer_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    codeId: text("code_id")
      .$type<Id<"code">>()
      .notNull()
      .references(() => creatorCodes.id),
    /** Null: it counts for every title. */
    titleId: text("title_id")
      .$type<Id<"title">>()
      .references(() => titles.id),
    place: text("place").$type<TypingPlace>().notNull(),
    /** The last time it was typed. */
    typedAt: instant("typed_at").notNull(),
    takenOffAt: instant("taken_off_at"),
  },
  (t) => [
    oneOf("typed_code_place", t.place, TYPING_PLACES),
    uniqueIndex("typed_code_once").on(t.buyerId, t.codeId, sql`coalesce(${t.titleId}, '')`),
    index("typed_code_code").on(t.codeId),
  ],
)
