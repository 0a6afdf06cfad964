import { z } from "zod"
import { anyCaller } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { readQuery, route } from "#app/_server/route.ts"
import { buildStatement } from "#lib/earnings/statement.ts"

const SPAN = z.object({ from: z.iso.datetime().optional(), to: z.iso.datetime().optional() })

/** The account's statement as a file; without a span, everything up to now. */
export const GET = route(async (request) => {
  const { userId } = await anyCaller(request)
  const { from, to } = readQuery(request, SPAN)
  const span = { userId, from: new Date(from ?? 0), to: to ? new Date(to) : deps().clock.now() }
  return new Response(await buildStatement(deps(), span), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="fanfare-statement.json"',
      "cache-control": "no-store",
    },
  })
})
