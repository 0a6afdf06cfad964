/** Whose key it is and what it may do; the sites of its account; what can be promoted. */
import "server-only"
import { z } from "zod"
import { Site, siteBody } from "#lib/answers/site.ts"
import { readCursor } from "#lib/api/cursor.ts"
import { SCOPE_NAMES } from "#lib/api/scopes.ts"
import {
  bps,
  instant,
  instantOf,
  instantOrNull,
  listAnswer,
  listOf,
  listQuery,
  money,
  priceOf,
} from "#lib/api/shapes.ts"
import type { Role } from "#lib/auth/actor.ts"
import { getAccount } from "#lib/auth/queries.ts"
import { termAt } from "#lib/catalog/term.ts"
import { type OfferedTitle, pageOfOffered } from "#lib/catalog/title-pages.ts"
import { DEMO_TERMS, TITLE_KINDS } from "#lib/catalog/title-state.ts"
import { listSites } from "#lib/fans/queries.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { endpoint } from "./endpoint.ts"

export const getMe = endpoint(
  {
    name: "getMe",
    method: "GET",
    path: "/api/v1/me",
    scope: null,
    summary: m("Whose key this is, and what it may do."),
    answer: z.strictObject({
      id: z.string(),
      name: z.string().nullable(),
      roles: z.array(z.enum(["fan", "publisher", "operator"] satisfies Role[])),
      key: z.strictObject({
        id: z.string(),
        name: z.string(),
        scopes: z.array(z.enum(SCOPE_NAMES)),
        expires_at: instant().nullable(),
      }),
    }),
  },
  async ({ deps, caller: { actor, keyId, name, scopes, expiresAt } }) => {
    const account = await getAccount(deps.db, actor.userId)
    const key = { id: keyId, name, scopes: [...scopes], expires_at: instantOrNull(expiresAt) }
    return { answer: { id: account.userId, name: account.name, roles: [...account.roles], key } }
  },
)

export const listOwnSites = endpoint(
  {
    name: "listSites",
    method: "GET",
    path: "/api/v1/sites",
    scope: "sites:read",
    summary: m("Your sites, oldest first. There are few, so they come as one page."),
    answer: listOf(Site),
  },
  async ({ deps, caller }) => {
    const sites = await listSites(deps.db, caller.actor.userId)
    const items = sites.map((site) => siteBody(site, deps.config.publicUrl))
    return { answer: { items, next_cursor: null } }
  },
)

const Term = z.strictObject({ referral_bps: bps(), starts_at: instant(), ends_at: instant() })

const Title = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    tagline: z.string(),
    kind: z.enum(TITLE_KINDS),
    publisher: z.string(),
    url: z.url(),
    cover_url: z.url().nullable(),
    price: money(),
    currency: z.string(),
    demo: z
      .enum(DEMO_TERMS)
      .describe(m("What the demo opens for 30 days: its trial part, all of it, or there is none.")),
    referral_bps: bps().describe(m("What a sale through you earns now, in basis points of the price: 500 are 5 %.")),
    carriage_bps: bps().describe(m("What the carriers of a download share.")),
    terms: z.array(Term).describe(m("Spans with a larger referral share, running or announced.")),
  })
  .meta({ id: "Title" })

export const listTitles = endpoint(
  {
    name: "listTitles",
    method: "GET",
    path: "/api/v1/titles",
    scope: null,
    summary: m("The titles you can promote, newest first, with what they earn."),
    query: z.strictObject({
      ...listQuery,
      kind: z.enum(TITLE_KINDS).optional().describe(m("Only titles of this kind.")),
    }),
    answer: listOf(Title),
  },
  async ({ deps, query: { limit, cursor, kind = null } }) => {
    const now = deps.clock.now()
    const [after = null] = cursor ? readCursor("titles", cursor, [(id) => isId("title", id)]) : []
    const rows = await pageOfOffered(deps.db, { after: after as Id<"title"> | null, limit, kind, now })
    const item = (title: OfferedTitle) => titleBody(title, deps.config, now)
    return listAnswer("titles", rows, limit, { place: (title) => [title.id], item })
  },
)

type Rates = { publicUrl: string; rates: { referralBps: number; carriageBps: number } }

const titleBody = (title: OfferedTitle, { publicUrl, rates }: Rates, now: Date): z.input<typeof Title> => ({
  id: title.id,
  slug: title.slug,
  name: title.name,
  tagline: title.tagline,
  kind: title.kind,
  publisher: title.publisherName,
  url: `${publicUrl}/titles/${title.slug}`,
  cover_url: title.hasCover ? `${publicUrl}/titles/${title.slug}/cover` : null,
  price: priceOf(title.priceCents),
  currency: title.currency,
  demo: title.priceCents > 0n ? title.demoTerms : "none",
  referral_bps: termAt(title.terms, now)?.referralBps ?? rates.referralBps,
  carriage_bps: rates.carriageBps,
  terms: title.terms.map(({ referralBps, startsAt, endsAt }) => ({
    ...{ referral_bps: referralBps, starts_at: instantOf(startsAt), ends_at: instantOf(endsAt) },
  })),
})
