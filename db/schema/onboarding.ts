/** What only a person's own hand can tell about their first steps; everything else is read from the facts themselves. */
import { boolean, pgTable, text } from "drizzle-orm/pg-core"
import { ONBOARDING_PATHS, type OnboardingPath } from "../../lib/fans/onboarding-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant, oneOf } from "../columns.ts"
import { users } from "./auth.ts"
import { links } from "./fans.ts"

export const onboarding = pgTable(
  "onboarding",
  {
    userId: text("user_id")
      .$type<Id<"user">>()
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    /** What the person came for. */
    path: text("path").$type<OnboardingPath>().notNull().default("fan"),
    /** When the first button was copied, in which form, and whose. */
    copiedAt: instant("copied_at"),
    copiedForm: text("copied_form"),
    copiedLinkId: text("copied_link_id")
      .$type<Id<"link">>()
      .references(() => links.id),
    collapsed: boolean("collapsed").notNull().default(false),
    dismissedAt: instant("dismissed_at"),
  },
  (t) => [oneOf("onboarding_path", t.path, ONBOARDING_PATHS)],
)
