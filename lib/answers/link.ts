/** How a link reads and is written in the REST API. */
import { z } from "zod"
import { idOf, instant, instantOf, instantOrNull, listQuery, yesNo } from "#lib/api/shapes.ts"
import { TITLE_STATES } from "#lib/catalog/title-state.ts"
import { DESTINATIONS } from "#lib/fans/destination.ts"
import { LINK_LIMITS } from "#lib/fans/link-notes.ts"
import type { LinkView } from "#lib/fans/link-queries.ts"
import { LINK_STATES } from "#lib/fans/link-state.ts"
import type { LinkWish } from "#lib/fans/link-wish.ts"
import { UTM_KEYS, UTM_LENGTH } from "#lib/fans/utm.ts"
import { m } from "#lib/kernel/messages.ts"

/** How use cases call what programs send. */
export const LINK_FIELDS = { titleId: "title", siteId: "site", subId: "sub_id", deepPath: "path" } as const

const Utm = z.strictObject({
  pass: z.array(z.enum(UTM_KEYS)).max(UTM_KEYS.length).describe(m("Which of the visitor's own go along.")),
  add: z
    .partialRecord(z.enum(UTM_KEYS), z.string().max(UTM_LENGTH))
    .describe(m("What the link adds where the visitor brings none.")),
})

export const Link = z
  .strictObject({
    id: z.string(),
    code: z.string().describe(m("What stands after /r/.")),
    url: z.url().describe(m("The address to share.")),
    title: z.strictObject({ id: z.string(), slug: z.string(), name: z.string(), state: z.enum(TITLE_STATES) }),
    site: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    name: z.string(),
    tags: z.array(z.string()),
    note: z.string(),
    sub_id: z.string().nullable().describe(m("Your own tag; ?s= on a click goes before it.")),
    destination: z.enum(DESTINATIONS),
    path: z.string().nullable().describe(m("Below the title's page.")),
    utm: Utm.nullable(),
    state: z.enum(["live", "archived"]),
    watch: z.enum(LINK_STATES).describe(m("What is the matter with where it leads; ok when nothing is.")),
    clicks: z.strictObject({
      counted: z.int().describe(m("People: no robots, no doubles within the hour, not yourself.")),
      raw: z.int().describe(m("Every click as it came.")),
    }),
    created_at: instant(),
    archived_at: instant().nullable(),
  })
  .meta({ id: "Link" })

export const LinkParams = z.object({ id: idOf("link", "lnk") })

export const LinksQuery = z.strictObject({
  ...listQuery,
  title: idOf("title", "ttl").optional().describe(m("Only links to this title.")),
  site: idOf("site", "sit").optional().describe(m("Only links on this site.")),
  archived: yesNo().describe(m("Only archived ones, or only live ones.")),
})

/** A comma would part a tag in two. */
const Tag = z
  .string()
  .max(LINK_LIMITS.tag * 2)
  .regex(/^[^,;\n]*$/, "A tag has no comma, semicolon or line break.")

const wish = {
  name: z.string().max(400).optional().describe(m("For your own overview; visitors never see it.")),
  tags: z.array(Tag).max(50).optional().describe(m("For your own overview; at most ten.")),
  note: z.string().max(4_000).optional(),
  sub_id: z.string().max(64).nullish().describe(m("Your own tag: letters, digits and . _ ~ : -")),
  destination: z.enum(DESTINATIONS).optional().describe(m("The title's page, or the page of the link's site.")),
  path: z.string().max(300).nullish().describe(m("Below the title's page, such as notes/1-2.")),
  utm: Utm.nullish().describe(m("Which utm tags visitors take along.")),
}

export const NewLink = z.strictObject({
  title: idOf("title", "ttl").describe(m("The title's id, from the list of titles.")),
  site: idOf("site", "sit").nullish().describe(m("One of your sites; left out: a link on none.")),
  code: z.string().max(64).optional().describe(m("One of your choice, 3 to 32 letters, digits and hyphens.")),
  ...wish,
})

export const EditedLink = z.strictObject({
  title: idOf("title", "ttl").optional(),
  site: idOf("site", "sit").nullish(),
  ...wish,
  archived: z.boolean().optional().describe(m("True: the link is retired; false brings it back.")),
})

type Sent = { [K in keyof typeof wish]?: z.output<(typeof wish)[K]> | undefined }

/** What is left out stays out; null takes away. */
export const wishOf = ({ tags, sub_id, path, utm, ...same }: Sent): LinkWish => ({
  ...(same.name !== undefined && { name: same.name }),
  ...(same.note !== undefined && { note: same.note }),
  ...(same.destination !== undefined && { destination: same.destination }),
  ...(tags && { tags: tags.join(",") }),
  ...(sub_id !== undefined && { subId: sub_id }),
  ...(path !== undefined && { deepPath: path }),
  ...(utm !== undefined && { utm: utm && { pass: utm.pass, own: utm.add } }),
})

export const linkBody = (view: LinkView, publicUrl: string): z.input<typeof Link> => ({
  id: view.linkId,
  code: view.code,
  url: `${publicUrl}/r/${view.code}`,
  title: { id: view.titleId, slug: view.titleSlug, name: view.titleName, state: view.titleState },
  site: view.siteId ? { id: view.siteId, name: view.siteName ?? "" } : null,
  name: view.name,
  tags: view.tags,
  note: view.note,
  sub_id: view.subId,
  destination: view.destination,
  path: view.deepPath,
  utm: view.utm && { pass: [...view.utm.pass], add: view.utm.own },
  state: view.archivedAt ? "archived" : "live",
  watch: view.state,
  clicks: { counted: view.countedClicks, raw: view.rawClicks },
  created_at: instantOf(view.createdAt),
  archived_at: instantOrNull(view.archivedAt),
})
