/** Replaces carriers that failed and renews the tickets of those that did not, for an open session. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { downloadSessions } from "#db/schema/delivery.ts"
import { getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Carrier } from "#peer/protocol/announce.ts"
import { issueTickets, renewIssued } from "./issue-tickets.ts"

/** `not_found` for another account's session, `gone` once it is no longer open. */
export async function renewTickets(
  deps: Pick<Deps, "db" | "clock" | "config" | "keys">,
  input: { userId: Id<"user">; sessionId: string; failed: readonly string[] },
): Promise<Carrier[]> {
  return inTx(deps.db, "renew-tickets", async (tx) => {
    const [session] = await tx
      .select()
      .from(downloadSessions)
      .where(eq(downloadSessions.id, input.sessionId as Id<"session">))
      .for("update")
    if (session?.userId !== input.userId) throw new AppError("not_found", "There is no such session.")
    if (session.state !== "open") throw new AppError("gone", "This session is closed; open a new one.")
    const release = await getReleaseForDelivery(tx, session.releaseId)
    refuseTakenDown(release.titleState)
    const renewed = await renewIssued(tx, deps, session, release, input.failed)
    const fresh = await issueTickets(tx, deps, session, release, input.failed)
    return [...renewed, ...fresh]
  })
}
