/** A person's data as a download, streamed as it is read. */
import "server-only"
import { deps } from "#app/_server/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { exportAccount } from "#lib/operate/export-account.ts"

/** The reader's pace is ours: the next thousand rows are read when these are gone. */
export function exportResponse(userId: Id<"user">): Response {
  const { db, clock } = deps()
  const pieces = exportAccount(db, userId, clock.now())
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await pieces.return(undefined)),
  })
  return new Response(body, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="fanfare-${userId}.json"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  })
}
