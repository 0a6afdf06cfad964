/** Pictures: what people put on pages, kept as files by content; and which rows show them. */
import { index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core"
import type { Id } from "../../lib/kernel/ids.ts"
import { bytes, instant } from "../columns.ts"
import { users } from "./auth.ts"

export const pictures = pgTable(
  "picture",
  {
    id: text("id").$type<Id<"picture">>().primaryKey(),
    ownerId: text("owner_id")
      .$type<Id<"user">>()
      .notNull()
      .references(() => users.id),
    /** SHA-256 (hex) of the file as sent and the crop: names its folder, and makes sending it twice one picture. */
    sha256: text("sha256").notNull(),
    purpose: text("purpose").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    colour: text("colour").notNull(),
    alt: text("alt").notNull().default(""),
    widths: integer("widths").array().notNull(),
    /** All its sizes together, as they lie on the disk. */
    bytes: bytes("bytes").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    unique("picture_owner_sha256").on(t.ownerId, t.sha256),
    index("picture_owner").on(t.ownerId, t.id),
    index("picture_sha256").on(t.sha256),
  ],
)

/** What is neither cover nor gallery but shows a picture, such as a page and its history; keeps it from being removed. */
export const pictureUses = pgTable(
  "picture_use",
  {
    pictureId: text("picture_id")
      .$type<Id<"picture">>()
      .notNull()
      .references(() => pictures.id),
    /** `page:sit_…`: the kind of thing and its id. */
    usedBy: text("used_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.pictureId, t.usedBy] }), index("picture_use_by").on(t.usedBy)],
)
