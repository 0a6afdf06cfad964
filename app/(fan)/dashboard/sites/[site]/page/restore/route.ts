/** Makes an earlier version the draft again. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readJson } from "#app/_server/route.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { restoreVersion } from "#lib/pages/restore-version.ts"
import { ownPage } from "../own-page.ts"

const Wish = z.object({
  versionId: z.custom<Id<"pageVersion">>((v) => isId("pageVersion", v), "That is no version."),
  baseRevision: z.number().int().min(0).max(2_147_483_647),
})

export const POST = ownPage(async (request, asked) =>
  json(await restoreVersion(deps(), { ...asked, ...(await readJson(request, Wish)) })),
)
