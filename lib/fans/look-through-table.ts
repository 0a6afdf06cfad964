/** What would become of each line of a table of links: a link, or a sentence that says what is in its way. */
import { inArray } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { links } from "#db/schema/fans.ts"
import { requirePage } from "#lib/fans/create-link.ts"
import { checkLinkCode, codesLike, lookOf, parseLinkCode } from "#lib/fans/link-code.ts"
import { readLinkTable, type TableLine } from "#lib/fans/link-table.ts"
import { type CheckedWish, checkLinkWish } from "#lib/fans/link-wish.ts"
import { listSites, type SiteView } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isStorable } from "#lib/kernel/ids.ts"

export type LinkToMake = CheckedWish & { titleId: Id<"title">; siteId: Id<"site"> | null; code: string | null }

export type LineFate = {
  line: number
  /** As written, for a line that names none we know. */
  title: string
  site: string
  code: string
} & ({ makes: LinkToMake; error: null } | { makes: null; error: string })

/** Errors: invalid_input, too_large (the table as a whole). `error` of a line is a sentence for `t.known`. */
export async function lookThroughTable(db: DbOrTx, ownerId: Id<"user">, text: string): Promise<LineFate[]> {
  const lines = readLinkTable(text)
  const known: Known = {
    titles: await titlesBySlug(
      db,
      lines.map((line) => slugOf(line.title, "titles")),
    ),
    sites: await listSites(db, ownerId),
    taken: await takenFor(db, lines),
  }
  const before = new Map<string, number>()
  return lines.map((line) => {
    const fate = fateOf(line, known, before)
    const look = lookOf(line.code.toLowerCase())
    if (look && !before.has(look)) before.set(look, line.line)
    return fate
  })
}

type Title = { titleId: Id<"title">; name: string; offered: boolean }
type Known = { titles: ReadonlyMap<string, Title>; sites: readonly SiteView[]; taken: ReadonlySet<string> }

function fateOf(line: TableLine, known: Known, before: ReadonlyMap<string, number>): LineFate {
  const title = known.titles.get(slugOf(line.title, "titles"))
  const shown = { line: line.line, title: title?.name ?? line.title, site: line.site, code: line.code.toLowerCase() }
  try {
    const siteId = siteIn(known.sites, line.site)
    const wish = checkLinkWish(line.wish)
    requirePage(wish.destination, siteId)
    const titleId = offeredTitle(title, line.title)
    return { ...shown, makes: { ...wish, titleId, siteId, code: codeOf(line, known, before) }, error: null }
  } catch (error) {
    if (error instanceof AppError) return { ...shown, makes: null, error: error.detail }
    throw error
  }
}

function offeredTitle(title: Title | undefined, written: string): Id<"title"> {
  if (title?.offered) return title.titleId
  if (title) throw new AppError("not_found", "That title is not in the catalogue.")
  if (written === "") throw new AppError("invalid_input", "The line names no title.")
  throw new AppError("not_found", "There is no such title; write what stands at the end of its page's address.")
}

function siteIn(sites: readonly SiteView[], written: string): Id<"site"> | null {
  if (written === "") return null
  const slug = slugOf(written, "s")
  const site = sites.find((one) => one.slug === slug) ?? sites.find((one) => one.name === written)
  if (site) return site.siteId
  throw new AppError("not_found", "You have no site of this address or name.")
}

function codeOf(
  { code: written, line }: TableLine,
  { taken }: Known,
  before: ReadonlyMap<string, number>,
): string | null {
  if (written === "") return null
  const code = checkLinkCode(written)
  const look = lookOf(code)
  const earlier = before.get(look)
  if (earlier !== undefined && earlier !== line)
    throw new AppError("conflict", `Line ${earlier} has this code already, or one that looks like it.`)
  if (!taken.has(look)) return code
  const free = codesLike(code).find((other) => !taken.has(lookOf(other)) && !before.has(lookOf(other)))
  if (!free) throw new AppError("already_exists", `The code ${code} is taken, or looks like one that is.`)
  throw new AppError("already_exists", `The code ${code} is taken, or looks like one that is; ${free} is free.`)
}

/** `https://…/titles/tin-comet?x`, `/titles/tin-comet` or `tin-comet`: what is pasted is what people have at hand. */
function slugOf(written: string, folder: "titles" | "s"): string {
  const path = new RegExp(`^(?:https?://[^/]+)?/${folder}/([^/?#]+)`, "i").exec(written)
  return (path?.[1] ?? written).toLowerCase()
}

async function titlesBySlug(db: DbOrTx, slugs: readonly string[]): Promise<Map<string, Title>> {
  const asked = [...new Set(slugs)].filter((slug) => slug !== "" && isStorable(slug))
  if (asked.length === 0) return new Map()
  const rows = await db
    .select({ slug: titles.slug, titleId: titles.id, name: titles.name, state: titles.state })
    .from(titles)
    .where(inArray(titles.slug, asked))
  return new Map(
    // A title that never was on offer is nobody's business but its publisher's.
    rows
      .filter((row) => row.state !== "draft" && row.state !== "in_review")
      .map(({ slug, state, ...title }) => [slug, { ...title, offered: state === "published" }]),
  )
}

/** Of all codes written and all that would be offered in their place, those some link has. */
async function takenFor(db: DbOrTx, lines: readonly TableLine[]): Promise<Set<string>> {
  const codes = lines.flatMap(({ code }) => parseLinkCode(code) ?? [])
  const looks = [...new Set(codes.flatMap((code) => [code, ...codesLike(code)]).map(lookOf))]
  const taken = new Set<string>()
  for (let i = 0; i < looks.length; i += 1_000) {
    const rows = await db
      .select({ look: links.look })
      .from(links)
      .where(inArray(links.look, looks.slice(i, i + 1_000)))
    for (const { look } of rows) taken.add(look)
  }
  return taken
}
