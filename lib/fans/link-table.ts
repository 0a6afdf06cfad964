/** A table of links as a fan writes it, read into wishes: one line, one link. Pure; what is taken or unknown others find out. */

import { csvRow } from "../kernel/csv.ts"
import { AppError } from "../kernel/errors.ts"
import { parseCsv } from "../kernel/parse-csv.ts"
import type { LinkWish } from "./link-wish.ts"
import { UTM_KEYS, type UtmKey } from "./utm.ts"

/** Characters of the text count at most four bytes each. */
export const TABLE_LIMITS = { bytes: 1_000_000, links: 1_000, cellChars: 2_000 } as const

/** The columns there are; only `title` must be there. */
export const LINK_COLUMNS = [
  "title",
  "site",
  "code",
  "name",
  "tags",
  "note",
  "sub_id",
  "leads_to",
  "path",
  "pass_utm",
  ...UTM_KEYS,
] as const
export type LinkColumn = (typeof LINK_COLUMNS)[number]

/** What the file of one's links says beside them: a table may have these, and nothing is made of them. */
const TOLD_COLUMNS: readonly string[] = [
  ...["id", "title_name", "state", "watch"],
  ...["made_at", "retired_at", "counted_clicks", "all_clicks"],
]

/** `title` and `site` as written: a slug, an address or a name. */
export type TableLine = { line: number; title: string; site: string; code: string; wish: LinkWish }

/** A table to begin with: the head, and a line that shows what each column takes. */
export const linkTemplate = (titleSlug: string, siteSlug: string): string =>
  csvRow(LINK_COLUMNS) +
  csvRow([
    titleSlug,
    siteSlug,
    "",
    "Sidebar",
    "blog, spring",
    "",
    "sidebar",
    "title",
    "",
    "",
    "newsletter",
    "email",
    "spring",
    "",
    "",
    "",
  ])

type Made = { line: number; code: string; name: string; title: string; tags: readonly string[]; subId: string | null }

/** What was made of a table, for the fan's own spreadsheet; `publicUrl` has no slash at its end. */
export const madeTable = (made: readonly Made[], publicUrl: string): string =>
  csvRow(["line", "link", "code", "title", "name", "tags", "sub_id"]) +
  made
    .map(({ line, code, title, name, tags, subId }) =>
      csvRow([line, `${publicUrl}/r/${code}`, code, title, name, tags.join(", "), subId]),
    )
    .join("")

/** Throws invalid_input or too_large, in words that name the line or column. */
export function readLinkTable(text: string): TableLine[] {
  const [head, ...lines] = parseCsv(text, {
    rows: TABLE_LIMITS.links + 1,
    cells: LINK_COLUMNS.length + TOLD_COLUMNS.length,
    cellChars: TABLE_LIMITS.cellChars,
  })
  if (!head) throw new AppError("invalid_input", "The table is empty.", { field: "table" })
  const columns = head.cells.map(columnOf)
  if (!columns.includes("title"))
    throw new AppError("invalid_input", "The first line names the columns; one of them must be title.", {
      field: "table",
    })
  if (new Set(columns).size < columns.length)
    throw new AppError("invalid_input", "The first line names a column twice.", { field: "table" })
  if (lines.length === 0)
    throw new AppError("invalid_input", "Under the names of the columns there is no line yet.", { field: "table" })
  return lines.map(({ line, cells }) => {
    const at = (column: LinkColumn) => cells[columns.indexOf(column)] ?? ""
    return { line, title: at("title"), site: at("site"), code: at("code"), wish: wishOf(at) }
  })
}

function columnOf(raw: string): string {
  const name = raw.toLowerCase().replace(/[\s-]+/g, "_")
  if ((LINK_COLUMNS as readonly string[]).includes(name) || TOLD_COLUMNS.includes(name)) return name
  const shown = [...raw].slice(0, 30).join("")
  throw new AppError("invalid_input", `There is no column ${shown}; take it out, or see the template.`, {
    field: "table",
  })
}

function wishOf(at: (column: LinkColumn) => string): LinkWish {
  return {
    name: at("name"),
    tags: at("tags"),
    note: at("note"),
    subId: at("sub_id"),
    destination: at("leads_to").toLowerCase() || "title",
    deepPath: at("path"),
    utm: { pass: passed(at("pass_utm")), own: Object.fromEntries(UTM_KEYS.map((key) => [key, at(key)])) },
  }
}

/** "all", or some of the six with or without their "utm_". */
function passed(raw: string): string[] {
  if (raw.toLowerCase() === "all") return [...UTM_KEYS]
  return raw
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((word) => (word.startsWith("utm_") ? word : (`utm_${word}` as UtmKey)))
}
