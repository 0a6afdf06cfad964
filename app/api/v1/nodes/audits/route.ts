import { jsonOf, nodeCaller } from "#app/_server/caller.ts"
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { answerChallenge } from "#lib/delivery/answer-challenge.ts"
import { AuditRequest } from "#peer/protocol/announce.ts"

export const POST = route(async (request) => {
  const { node, body } = await nodeCaller(request)
  return json(await answerChallenge(deps(), { node, ...jsonOf(body, AuditRequest) }))
})
