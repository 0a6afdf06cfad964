/** Chooses the language of a page. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { json, readJson } from "#app/_server/route.ts"
import { LOCALES } from "#lib/kernel/messages.ts"
import { setPageLocale } from "#lib/pages/set-page-locale.ts"
import { ownPage } from "../own-page.ts"

const Wish = z.object({ locale: z.enum(LOCALES) })

export const PUT = ownPage(async (request, asked) => {
  await setPageLocale(deps(), { ...asked, ...(await readJson(request, Wish)) })
  return json({})
})
