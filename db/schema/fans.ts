/** Fan sites, the referral links on them, and the shelf of titles a site shows. */
import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant } from "../columns.ts"
import { users } from "./auth.ts"
import { titles } from "./catalog.ts"

export const sites = pgTable("site", {
  id: text("id").$type<Id<"site">>().primaryKey(),
  ownerId: text("owner_id")
    .$type<Id<"user">>()
    .notNull()
    .references(() => users.id),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  url: text("url").notNull(),
  words: text("words").notNull().default(""),
  createdAt: instant("created_at").notNull(),
  /** Hidden by an operator; the notice stands in the page's place. */
  hiddenAt: instant("hidden_at"),
  hiddenNotice: text("hidden_notice"),
})

export const siteTitles = pgTable(
  "site_title",
  {
    siteId: text("site_id")
      .$type<Id<"site">>()
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    position: integer("position").notNull(),
  },
  (t) => [primaryKey({ columns: [t.siteId, t.titleId] })],
)

export const links = pgTable(
  "link",
  {
    id: text("id").$type<Id<"link">>().primaryKey(),
    code: text("code").notNull().unique(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    siteId: text("site_id")
      .$type<Id<"site">>()
      .references(() => sites.id),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    /** The fan's own tag, given when the link was made; `?s=` on a click overrides it. */
    subId: text("sub_id"),
    createdAt: instant("created_at").notNull(),
    archivedAt: instant("archived_at"),
  },
  (t) => [index("link_owner").on(t.ownerId), index("link_site").on(t.siteId)],
)
