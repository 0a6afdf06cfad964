/** What can be had: publishers, their titles, the releases of each and the keys that open them. */
import { sql } from "drizzle-orm"
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core"
import { RELEASE_STATES, type ReleaseState } from "../../lib/catalog/release-state.ts"
import {
  DEMO_TERMS,
  type DemoTerms,
  TITLE_STATES,
  type TitleKind,
  type TitleState,
} from "../../lib/catalog/title-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import type { Bps } from "../../lib/kernel/money.ts"
import { bytea, bytes, cents, instant, micros, oneOf, tsvector } from "../columns.ts"
import { users } from "./auth.ts"
import { pictures } from "./media.ts"

export const PARTS = ["trial", "full"] as const
export type PartName = (typeof PARTS)[number]

export type PartLayout = {
  name: PartName
  first: number
  count: number
  size: number
  files: { path: string; size: number }[]
}

export const publishers = pgTable("publisher", {
  id: text("id").$type<Id<"publisher">>().primaryKey(),
  ownerId: text("owner_id")
    .$type<Id<"user">>()
    .notNull()
    .references(() => users.id)
    .unique(),
  name: text("name").notNull(),
  /** What a GB from the origin costs them, by their own word; null until they say one. */
  originMicrosPerGb: micros("origin_micros_per_gb"),
  createdAt: instant("created_at").notNull(),
})

export const titles = pgTable(
  "title",
  {
    id: text("id").$type<Id<"title">>().primaryKey(),
    slug: text("slug").notNull().unique(),
    publisherId: text("publisher_id")
      .$type<Id<"publisher">>()
      .notNull()
      .references(() => publishers.id),
    name: text("name").notNull(),
    tagline: text("tagline").notNull().default(""),
    description: text("description").notNull(),
    kind: text("kind").$type<TitleKind>().notNull(),
    state: text("state").$type<TitleState>().notNull(),
    priceCents: cents("price_cents").notNull(),
    currency: text("currency").notNull().default("USD"),
    demoTerms: text("demo_terms").$type<DemoTerms>().notNull(),
    coverId: text("cover_picture_id")
      .$type<Id<"picture">>()
      .references(() => pictures.id),
    /** Covers as they were sent before pictures had rows of their own; `move-covers` empties these. */
    coverType: text("cover_type"),
    cover: bytea("cover"),
    createdAt: instant("created_at").notNull(),
    publishedAt: instant("published_at"),
    /** What a search reads; triggers keep it by name, publisher, tagline and description. */
    search: tsvector("search").notNull().default(sql`''::tsvector`),
    takenDownAt: instant("taken_down_at"),
    /** What visitors are told in its place. */
    takenDownNotice: text("taken_down_notice"),
  },
  (t) => [
    oneOf("title_state", t.state, TITLE_STATES),
    oneOf("title_demo_terms", t.demoTerms, DEMO_TERMS),
    index("title_search_words").using("gin", t.search),
    index("title_on_offer").on(t.publishedAt.desc(), t.id.desc()).where(sql`${t.state} = 'published'`),
  ],
)

/** The pictures of a title's page, in the publisher's order. */
export const titlePictures = pgTable(
  "title_picture",
  {
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    pictureId: text("picture_id")
      .$type<Id<"picture">>()
      .notNull()
      .references(() => pictures.id),
    position: integer("position").notNull(),
    alt: text("alt").notNull().default(""),
  },
  (t) => [primaryKey({ columns: [t.titleId, t.pictureId] }), index("title_picture_picture").on(t.pictureId)],
)

/** For a span the publisher gives fans more than the house does; spans of a title never overlap. */
export const titleTerms = pgTable(
  "title_term",
  {
    id: text("id").$type<Id<"term">>().primaryKey(),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    referralBps: integer("referral_bps").$type<Bps>().notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    index("title_term_title").on(t.titleId, t.startsAt),
    check("title_term_span", sql`${t.endsAt} > ${t.startsAt}`),
    check("title_term_share", sql`${t.referralBps} between 0 and 3000`),
  ],
)

export const releases = pgTable(
  "release",
  {
    id: text("id").$type<Id<"release">>().primaryKey(),
    titleId: text("title_id")
      .$type<Id<"title">>()
      .notNull()
      .references(() => titles.id),
    version: text("version").notNull(),
    state: text("state").$type<ReleaseState>().notNull(),
    failure: text("failure"),
    /** Ciphertext bytes (S). Null until published. */
    sizeBytes: bytes("size_bytes"),
    pieceBytes: integer("piece_bytes"),
    pieceCount: integer("piece_count"),
    parts: jsonb("parts").$type<PartLayout[]>(),
    manifest: text("manifest"),
    /** base64url SHA-256 of the manifest's compact JWS: `obj` in tickets. */
    manifestHash: text("manifest_hash").unique(),
    torrent: bytea("torrent"),
    infoHash: text("info_hash").unique(),
    open: boolean("open").notNull().default(false),
    /** How far the publishing child has come, in plaintext bytes, and when (real time) it last said so. */
    progressBytes: bytes("progress_bytes"),
    progressAt: instant("progress_at"),
    createdAt: instant("created_at").notNull(),
    publishedAt: instant("published_at"),
  },
  (t) => [unique("release_version").on(t.titleId, t.version), oneOf("release_state", t.state, RELEASE_STATES)],
)

/** One file of a release on its way in; the bytes sit with the upload store under the same id. */
export const releaseFiles = pgTable(
  "release_file",
  {
    id: text("id").$type<Id<"upload">>().primaryKey(),
    releaseId: text("release_id")
      .$type<Id<"release">>()
      .notNull()
      .references(() => releases.id, { onDelete: "cascade" }),
    part: text("part").$type<PartName>().notNull(),
    path: text("path").notNull(),
    sizeBytes: bytes("size_bytes").notNull(),
    position: integer("position").notNull(),
    receivedAt: instant("received_at"),
  },
  (t) => [unique("release_file_path").on(t.releaseId, t.part, t.path), index("release_file_release").on(t.releaseId)],
)

/** Content keys, wrapped by the master key. */
export const contentKeys = pgTable(
  "content_key",
  {
    releaseId: text("release_id")
      .$type<Id<"release">>()
      .notNull()
      .references(() => releases.id, { onDelete: "cascade" }),
    part: text("part").$type<PartName>().notNull(),
    wrappedKey: bytea("wrapped_key").notNull(),
  },
  (t) => [primaryKey({ columns: [t.releaseId, t.part] })],
)
