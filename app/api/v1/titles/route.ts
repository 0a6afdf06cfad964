/** GET: what a fan can promote. POST: a publisher creates a title as a draft. */
import { z } from "zod"
import { listTitles } from "#app/_server/api/account.ts"
import { doors } from "#app/_server/api/doors.ts"
import { deps } from "#app/_server/deps.ts"
import { json, readJson, route } from "#app/_server/route.ts"
import { publisherCaller } from "#app/api/v1/publisher-caller.ts"
import { createTitle } from "#lib/catalog/create-title.ts"
import { DEMO_TERMS, TITLE_KINDS } from "#lib/catalog/title-state.ts"
import { cents } from "#lib/kernel/money.ts"

const Body = z.object({
  slug: z.string().max(200),
  name: z.string().max(500),
  tagline: z.string().max(500).default(""),
  description: z.string().max(40_000).default(""),
  kind: z.enum(TITLE_KINDS),
  price_cents: z.string().regex(/^\d{1,9}$/, "whole cents as a decimal string"),
  demo_terms: z.enum(DEMO_TERMS),
})

/** 40 000 characters of description, each up to 6 bytes as JSON. */
const MAX_BODY_BYTES = 256 * 1024

export const POST = route(async (request) => {
  const actor = await publisherCaller(request)
  const { price_cents, demo_terms, ...words } = await readJson(request, Body, MAX_BODY_BYTES)
  const terms = { priceCents: cents(price_cents), demoTerms: demo_terms }
  const title = await createTitle(deps(), { actor, ...words, ...terms })
  return json({ title_id: title.titleId, slug: title.slug, state: "draft" }, { status: 201 })
})

export const { GET } = doors(listTitles)
