import { anyCaller, jsonOf } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { acceptReport } from "#lib/carriage/accept-report.ts"
import { ReportRequest } from "#peer/protocol/announce.ts"

type Context = { params: Promise<{ id: string }> }

export const POST = route<Context>(async (request, { params }) => {
  const caller = await anyCaller(request)
  const { report } = jsonOf(caller.body, ReportRequest)
  return json(await acceptReport(deps(), { userId: caller.userId, sessionId: (await params).id, report }))
})
