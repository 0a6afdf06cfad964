/** Links: what a fan shares, made, changed and retired by program. */
import "server-only"
import { EditedLink, LINK_FIELDS, Link, LinkParams, LinksQuery, linkBody, NewLink, wishOf } from "#lib/answers/link.ts"
import { readCursor } from "#lib/api/cursor.ts"
import { listAnswer, listOf } from "#lib/api/shapes.ts"
import { assertRole } from "#lib/auth/actor.ts"
import { archiveLink, bringLinkBack } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { pageOfLinks } from "#lib/fans/link-pages.ts"
import { getOwnLink, type LinkView } from "#lib/fans/link-queries.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { endpoint } from "./endpoint.ts"

export const listLinks = endpoint(
  {
    name: "listLinks",
    method: "GET",
    path: "/api/v1/links",
    scope: "links:read",
    summary: m("Your links, newest first."),
    query: LinksQuery,
    answer: listOf(Link),
  },
  async ({ deps, caller, query: { limit, cursor, title = null, site = null, archived = null } }) => {
    const [after = null] = cursor ? readCursor("links", cursor, [(id) => isId("link", id)]) : []
    const page = { after: after as Id<"link"> | null, limit, titleId: title, siteId: site, archived }
    const rows = await pageOfLinks(deps.db, caller.actor.userId, page)
    const item = (view: LinkView) => linkBody(view, deps.config.publicUrl)
    return listAnswer("links", rows, limit, { place: (view) => [view.linkId], item })
  },
)

export const getLink = endpoint(
  {
    name: "getLink",
    method: "GET",
    path: "/api/v1/links/{id}",
    scope: "links:read",
    summary: m("One of your links."),
    params: LinkParams,
    answer: Link,
  },
  async ({ deps, caller, params }) => {
    const view = await getOwnLink(deps.db, caller.actor.userId, params.id)
    return { answer: linkBody(view, deps.config.publicUrl) }
  },
)

export const makeLink = endpoint(
  {
    name: "makeLink",
    method: "POST",
    path: "/api/v1/links",
    scope: "links:write",
    summary: m("Makes a link to a title on offer."),
    body: NewLink,
    example: { title: "ttl_01m6q8w3e5r7t9y1p2a4s6d8f0", code: "tin-comet", sub_id: "sidebar", tags: ["spring"] },
    answer: Link,
    status: 201,
    fields: LINK_FIELDS,
    errors: ["forbidden", "not_found", "conflict", "already_exists"],
  },
  async ({ deps, caller: { actor }, body }) => {
    assertRole(actor, "fan")
    const wish = { ...wishOf(body), ...(body.code && { code: body.code }) }
    const { linkId } = await createLink(deps, { actor, titleId: body.title, siteId: body.site ?? null, ...wish })
    const view = await getOwnLink(deps.db, actor.userId, linkId)
    return { answer: linkBody(view, deps.config.publicUrl), location: `/api/v1/links/${linkId}` }
  },
)

export const changeLink = endpoint(
  {
    name: "changeLink",
    method: "PATCH",
    path: "/api/v1/links/{id}",
    scope: "links:write",
    summary: m("Changes a link; what is left out stays as it is."),
    notes: m("The code stays for ever, so nothing that was shared or printed breaks. Null takes a value away."),
    params: LinkParams,
    body: EditedLink,
    example: { name: "Sidebar, spring", tags: ["spring", "blog"] },
    answer: Link,
    fields: LINK_FIELDS,
    errors: ["not_found"],
  },
  async ({ deps, caller: { actor }, params, body }) => {
    const linkId = params.id
    const target = { ...(body.title && { titleId: body.title }), ...(body.site !== undefined && { siteId: body.site }) }
    await editLink(deps, { actor, linkId, ...target, ...wishOf(body) })
    if (body.archived === true) await archiveLink(deps, { actor, linkId })
    if (body.archived === false) await bringLinkBack(deps, { actor, linkId })
    const view = await getOwnLink(deps.db, actor.userId, linkId)
    return { answer: linkBody(view, deps.config.publicUrl) }
  },
)

export const retireLink = endpoint(
  {
    name: "archiveLink",
    method: "DELETE",
    path: "/api/v1/links/{id}",
    scope: "links:write",
    summary: m("Archives a link; a second time changes nothing."),
    notes: m("Visitors still arrive at the title; nothing is counted or credited any more. Nothing is deleted."),
    params: LinkParams,
  },
  async ({ deps, caller: { actor }, params }) => {
    await archiveLink(deps, { actor, linkId: params.id })
    return { answer: undefined }
  },
)
