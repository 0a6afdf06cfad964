/** Fan sites, the referral links on them, and the shelf of titles a site shows. */
import { sql } from "drizzle-orm"
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core"
import type { DestinationKind, LinkUtm } from "../../lib/fans/destination.ts"
import type { LinkState } from "../../lib/fans/link-state.ts"
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
  /** What must stand on the site to prove that it is its fan's; made anew when the site moves. */
  proofToken: text("proof_token").notNull().default(sql`replace(gen_random_uuid()::text, '-', '')`),
  words: text("words").notNull().default(""),
  createdAt: instant("created_at").notNull(),
  /** Hidden by an operator; the notice stands in the page's place. */
  hiddenAt: instant("hidden_at"),
  hiddenNotice: text("hidden_notice"),
  /** When its own address was last asked, since when it has not answered, and since when that is told. */
  lookedAt: instant("looked_at"),
  failingSince: instant("failing_since"),
  silentSince: instant("silent_since"),
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
    /** `lookOf(code)`: no other link has a code that looks like it. */
    look: text("look").notNull().unique(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    siteId: text("site_id")
      .$type<Id<"site">>()
      .references(() => sites.id),
    /** The title it credits, whether it leads there at once or by the fan's page. */
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    destination: text("destination").$type<DestinationKind>().notNull().default("title"),
    /** A path below the title's page, `notes/1`. */
    deepPath: text("deep_path"),
    utm: jsonb("utm").$type<LinkUtm>(),
    /** The fan's own tag, given when the link was made; `?s=` on a click overrides it. */
    subId: text("sub_id"),
    /** For the fan alone: what the link is called, tagged and noted. */
    name: text("name").notNull().default(""),
    tags: text("tags").array().notNull().default([]),
    note: text("note").notNull().default(""),
    createdAt: instant("created_at").notNull(),
    archivedAt: instant("archived_at"),
    /** The state the fan was last told of, or saw when he changed the link. */
    watched: text("watched").$type<LinkState>().notNull().default("ok"),
  },
  (t) => [
    index("link_owner").on(t.ownerId),
    index("link_site").on(t.siteId),
    check(
      "link_destination",
      sql`${t.destination} = 'title' or (${t.destination} = 'page' and ${t.siteId} is not null)`,
    ),
    check("link_tags", sql`cardinality(${t.tags}) <= 10`),
  ],
)

/** One field of a link before and after a change, as a person reads it. */
export type FieldChange = { field: string; before: string; after: string }

/** What was changed on a link, when; only added to. */
export const linkChanges = pgTable(
  "link_change",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    linkId: text("link_id")
      .$type<Id<"link">>()
      .notNull()
      .references(() => links.id),
    userId: text("user_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    at: instant("at").notNull(),
    changes: jsonb("changes").$type<FieldChange[]>().notNull(),
    /** The title before, when it was changed: clicks from before then count for that one. */
    titleBefore: text("title_before")
      .$type<Id<"title">>()
      .references(() => titles.id),
  },
  (t) => [index("link_change_link").on(t.linkId, t.at)],
)

export type MadeLink = { line: number; linkId: Id<"link">; code: string }

/** A table of links on its way in: looked through first, then made whole or not at all, and once. */
export const linkImports = pgTable(
  "link_import",
  {
    id: text("id").$type<Id<"linkImport">>().primaryKey(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    text: text("text").notNull(),
    createdAt: instant("created_at").notNull(),
    madeAt: instant("made_at"),
    made: jsonb("made").$type<MadeLink[]>(),
  },
  (t) => [index("link_import_owner").on(t.ownerId, t.createdAt)],
)
