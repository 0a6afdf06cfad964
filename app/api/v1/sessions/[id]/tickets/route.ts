import { anyCaller, jsonOf } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { renewTickets } from "#lib/delivery/renew-tickets.ts"
import { TicketsRequest } from "#peer/protocol/announce.ts"

type Context = { params: Promise<{ id: string }> }

/** Replacements for carriers that failed, renewals for those that did not. */
export const POST = route<Context>(async (request, { params }) => {
  const caller = await anyCaller(request)
  const { failed } = jsonOf(caller.body, TicketsRequest)
  const carriers = await renewTickets(deps(), { userId: caller.userId, sessionId: (await params).id, failed })
  return json({ carriers })
})
