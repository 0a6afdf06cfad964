/** "Download my data": everything about the signed-in account in one file. */
import { deps } from "#app/_server/deps.ts"
import { exportResponse } from "#app/_server/export-response.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { countAttempt } from "#lib/auth/attempt-limit.ts"

export const POST = route(
  async () => {
    const actor = await requireActor()
    // It reads every table: a handful in a quarter of an hour is plenty.
    await countAttempt(deps().db, "mail", { account: `export ${actor.userId}`, address: await clientAddress() })
    return exportResponse(actor.userId)
  },
  { ownPagesOnly: true },
)
