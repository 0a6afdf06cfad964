import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { readQuery, route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { activityAfter, newestActivityId } from "#lib/outbox/queries.ts"

/** Notifications do not cross the embedded database's socket, so the feed is asked; a second is live enough for money. */
const POLL_MS = 1_000
/** Browsers reconnect by themselves; a bounded life lets a restart or a lost sign-in take effect. */
const LIFE_MS = 5 * 60_000
const RESUME = z.object({ after: z.coerce.number().int().min(0).optional() })

/** Server-sent events: what happens on the signed-in account, each with the id to resume from. */
export const GET = route(async (request) => {
  const { userId } = await requireActor()
  const { db } = deps()
  const resumed = Number(request.headers.get("last-event-id") ?? Number.NaN)
  let after = Number.isSafeInteger(resumed)
    ? resumed
    : (readQuery(request, RESUME).after ?? (await newestActivityId(db, userId)))
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const ends = Date.now() + LIFE_MS
      controller.enqueue(encoder.encode("retry: 2000\n\n"))
      while (!request.signal.aborted && Date.now() < ends) {
        const news = await activityAfter(db, userId, after).catch(() => [])
        for (const item of news) {
          after = item.id
          controller.enqueue(encoder.encode(`id: ${item.id}\nevent: ${item.kind}\ndata: ${JSON.stringify(item)}\n\n`))
        }
        if (news.length === 0) controller.enqueue(encoder.encode(": still here\n\n"))
        await new Promise((done) => setTimeout(done, POLL_MS))
      }
      controller.close()
    },
  })
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  })
})
