/** Publishes the draft the fan has looked at. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readJson } from "#app/_server/route.ts"
import { publishPage } from "#lib/pages/publish-page.ts"
import { ownPage } from "../own-page.ts"

const Looked = z.object({ revision: z.number().int().min(1).max(2_147_483_647) })

export const POST = ownPage(async (request, asked) =>
  json(await publishPage(deps(), { ...asked, ...(await readJson(request, Looked)) })),
)
