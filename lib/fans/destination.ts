/** Where a link leads: the page of its title, a path below it, or the fan's own page; and never off this site. */
import { AppError } from "../kernel/errors.ts"
import { UTM_KEYS, type Utm, type UtmKey } from "./utm.ts"

export const DESTINATIONS = ["title", "page"] as const
/** The title's page, or the promo page of the link's site. */
export type DestinationKind = (typeof DESTINATIONS)[number]

/** Which utm_* a visitor takes along: `pass` names those of the address he clicked, `own` is what the link adds by itself. */
export type LinkUtm = { pass: readonly UtmKey[]; own: Utm }

/** Paths of ours below a title are short; longer ones lead to the title itself. */
const DEEP_PATH_LIMIT = 200
const DEEP_SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,80}$/
/** Slugs are made by us; a row of somebody else's making still leads nowhere else. */
const SLUG = /^[a-z0-9][a-z0-9-]*$/

/** A path below the title, `a/b`; null for an empty one and for anything that could lead elsewhere. */
export function parseDeepPath(raw: string): string | null {
  const path = raw.endsWith("/") ? raw.slice(0, -1) : raw
  if (path === "" || path.length > DEEP_PATH_LIMIT) return null
  return path.split("/").every((segment) => DEEP_SEGMENT.test(segment)) ? path : null
}

/** A deep path a fan has typed, with or without a slash before it; null for none. Throws invalid_input on field `deepPath`. */
export function checkDeepPath(raw: string): string | null {
  const typed = raw.trim().replace(/^\/(?!\/)/, "")
  if (typed === "") return null
  const path = parseDeepPath(typed)
  if (path) return path
  throw new AppError(
    "invalid_input",
    "A path is up to 200 letters, digits, dots, hyphens or underscores, parted by single slashes: notes/1-2.",
    { field: "deepPath" },
  )
}

/** What is known of the link; the fan's page is null where the link leads to its title, or where the page is hidden. */
export type Leads = { slug: string; deepPath: string | null; pageSlug: string | null; utm: LinkUtm | null }
/** What the clicked address says: a path of its own goes before the link's, to the title. */
export type Asked = { deepPath: string | null; utm: Utm | null }

/** The path to redirect to. Whatever comes in, it begins with one slash and stays below `/titles/` or `/s/`, or is "/store". */
export function destinationOf(link: Leads, asked: Asked): string {
  return pathOf(link, asked) + utmQuery(link.utm, asked.utm)
}

function pathOf(link: Leads, asked: Asked): string {
  const own = asked.deepPath === null ? null : parseDeepPath(asked.deepPath)
  if (own === null && link.pageSlug !== null && SLUG.test(link.pageSlug)) return `/s/${link.pageSlug}`
  if (!SLUG.test(link.slug)) return "/store"
  const deep = own ?? (link.deepPath === null ? null : parseDeepPath(link.deepPath))
  return deep === null ? `/titles/${link.slug}` : `/titles/${link.slug}/${deep}`
}

/** What the visitor brings goes before what the link adds: the one who shared it last knew best where. */
function utmQuery(utm: LinkUtm | null, asked: Utm | null): string {
  if (!utm) return ""
  const query = new URLSearchParams()
  for (const key of UTM_KEYS) {
    const value = (utm.pass.includes(key) ? asked?.[key] : undefined) ?? utm.own[key]
    if (value) query.set(key, value)
  }
  const text = query.toString()
  return text ? `?${text}` : ""
}
