/** The description of the REST API, open to everybody: it holds nothing of anybody. */
import { openApi } from "#app/_server/api/openapi.ts"
import { deps } from "#app/_server/deps.ts"
import { answerPlain } from "#app/_server/plain.ts"

const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=300" }
// Descriptions are read by tools in pages of other origins; it answers the same to everybody.
const OPEN = { ...HEADERS, "access-control-allow-origin": "*" }

export const GET = (request: Request) => answerPlain(request, JSON.stringify(openApi(deps().config.publicUrl)), OPEN)
