/** Promo pages: the draft of each site's page, the versions it was published in, and the domains it answers under. */
import { index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import type { Locale } from "../../lib/kernel/messages.ts"
import type { PageDocument } from "../../lib/pages/page-document.ts"
import { instant } from "../columns.ts"
import { users } from "./auth.ts"
import { sites } from "./fans.ts"

/** One row per site whose fan has touched the page; a site without one shows the page made of its name and titles. */
export const sitePages = pgTable("site_page", {
  siteId: text("site_id")
    .$type<Id<"site">>()
    .primaryKey()
    .references(() => sites.id, { onDelete: "cascade" }),
  locale: text("locale").$type<Locale>().notNull().default("en"),
  draft: jsonb("draft").$type<PageDocument>().notNull(),
  /** Grows by one with every save, so that two windows cannot overwrite each other unseen. */
  draftRevision: integer("draft_revision").notNull().default(1),
  draftAt: instant("draft_at").notNull(),
  /** What visitors see; null: never published, or taken back. */
  publishedVersionId: text("published_version_id").$type<Id<"pageVersion">>(),
  publishedAt: instant("published_at"),
})

/** Every publishing, kept: what was shown, when, and by whom. */
export const pageVersions = pgTable(
  "page_version",
  {
    id: text("id").$type<Id<"pageVersion">>().primaryKey(),
    siteId: text("site_id")
      .$type<Id<"site">>()
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
    /** 1, 2, 3 … within the site. */
    number: integer("number").notNull(),
    document: jsonb("document").$type<PageDocument>().notNull(),
    publishedAt: instant("published_at").notNull(),
    publishedBy: text("published_by")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    note: text("note"),
  },
  (t) => [unique("page_version_number").on(t.siteId, t.number)],
)

/** A domain of the fan's own; it shows the page while its DNS names the token. */
export const siteDomains = pgTable(
  "site_domain",
  {
    /** ASCII, lower case, without a dot at its end. */
    domain: text("domain").primaryKey(),
    siteId: text("site_id")
      .$type<Id<"site">>()
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
    token: text("token").notNull(),
    addedAt: instant("added_at").notNull(),
    verifiedAt: instant("verified_at"),
    lastCheckedAt: instant("last_checked_at"),
    lastError: text("last_error"),
    /** When a verified domain first failed a check; it is let go some days later. */
    failingSince: instant("failing_since"),
  },
  (t) => [index("site_domain_site").on(t.siteId)],
)
