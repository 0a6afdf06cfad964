/** A page's own domains: listed, added, checked now, let go. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readJson } from "#app/_server/route.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDomain } from "#lib/pages/add-domain.ts"
import { listDomains } from "#lib/pages/queries.ts"
import { removeDomain } from "#lib/pages/remove-domain.ts"
import { verifyDomain } from "#lib/pages/verify-domain.ts"
import { ownPage } from "../own-page.ts"

const Named = z.object({ domain: z.string().max(300) })

const listed = async ({ actor, siteId }: { actor: Actor; siteId: Id<"site"> }) =>
  json({
    pointTo: new URL(deps().config.publicUrl).hostname,
    domains: await listDomains(deps().db, actor, siteId),
  })

export const GET = ownPage(async (_request, asked) => listed(asked))

export const POST = ownPage(async (request, asked) => {
  await addDomain(deps(), { ...asked, ...(await readJson(request, Named)) })
  return listed(asked)
})

/** Checks its record now. */
export const PUT = ownPage(async (request, asked) => {
  await verifyDomain(deps(), { ...asked, ...(await readJson(request, Named)) })
  return listed(asked)
})

export const DELETE = ownPage(async (request, asked) => {
  await removeDomain(deps(), { ...asked, ...(await readJson(request, Named)) })
  return listed(asked)
})
