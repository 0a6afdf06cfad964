/** A person's data as a download, streamed as it is read. */
import "server-only"
import { deps } from "#app/_server/deps.ts"
import { streamOf } from "#app/_server/stream-of.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { exportAccount } from "#lib/operate/export-account.ts"

/** The reader's pace is ours: the next thousand rows are read when these are gone. */
export function exportResponse(userId: Id<"user">): Response {
  const { db, clock } = deps()
  const pieces = exportAccount(db, userId, clock.now())
  return new Response(streamOf(pieces), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="fanfare-${userId}.json"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  })
}
