import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { readQuery, route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { activityAfter, newestActivityId } from "#lib/outbox/queries.ts"

/** Notifications do not cross the embedded database's socket, so the feed is asked; a second is live enough for money. */
const POLL_MS = 1_000
/** Browsers reconnect by themselves; a bounded life lets a restart or a lost sign-in take effect. */
const LIFE_MS = 5 * 60_000
/** Tabs of one account at a time in this process; each asks the database once a second. */
const STREAMS_PER_ACCOUNT = 8
const streams = new Map<string, number>()

/** Takes a place for one stream; gives what gives it back. */
function takePlace(userId: string): () => void {
  const open = streams.get(userId) ?? 0
  if (open >= STREAMS_PER_ACCOUNT)
    throw new AppError("too_many", "This account watches in too many tabs; close one.", { retryAfterSeconds: 30 })
  streams.set(userId, open + 1)
  return () => {
    const left = (streams.get(userId) ?? 1) - 1
    if (left > 0) streams.set(userId, left)
    else streams.delete(userId)
  }
}

const RESUME = z.object({ after: z.coerce.number().int().min(0).optional() })

/** Server-sent events: what happens on the signed-in account, each with the id to resume from. */
export const GET = route(async (request) => {
  const { userId } = await requireActor()
  const { db } = deps()
  const resumed = Number(request.headers.get("last-event-id") ?? Number.NaN)
  const after = Number.isSafeInteger(resumed)
    ? resumed
    : (readQuery(request, RESUME).after ?? (await newestActivityId(db, userId)))
  return new Response(feed({ userId, after, signal: request.signal }), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  })
})

type Feed = { userId: Id<"user">; after: number; signal: AbortSignal }

/** What happens after `after`, until the reader goes or the stream's life is over. Throws `too_many`. */
function feed({ userId, after, signal }: Feed): ReadableStream<Uint8Array> {
  const { db } = deps()
  const leave = takePlace(userId)
  const encoder = new TextEncoder()
  const ends = Date.now() + LIFE_MS
  let seen = after
  let gone = false
  const over = () => gone || signal.aborted || Date.now() >= ends
  const tell = async (say: (text: string) => void): Promise<void> => {
    const news = await activityAfter(db, userId, seen).catch(() => [])
    if (over()) return
    for (const item of news) say(`id: ${item.id}\nevent: ${item.kind}\ndata: ${JSON.stringify(item)}\n\n`)
    seen = news.at(-1)?.id ?? seen
    if (news.length === 0) say(": still here\n\n")
  }
  const start = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const say = (text: string) => controller.enqueue(encoder.encode(text))
    try {
      say("retry: 2000\n\n")
      for (; !over(); await new Promise((done) => setTimeout(done, POLL_MS))) await tell(say)
      if (!gone) controller.close()
    } finally {
      leave()
    }
  }
  const cancel = () => {
    gone = true
  }
  return new ReadableStream({ start, cancel })
}
