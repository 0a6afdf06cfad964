/** Marks notices as read: one that was opened, or all. */
import { and, eq, isNull, lte } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { notices } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { english } from "#lib/kernel/messages.ts"
import { readNotice } from "./catalogue.ts"

/** Answers the path it leads to. Throws not_found. */
export async function openNotice(
  deps: Pick<Deps, "db" | "clock">,
  input: { userId: Id<"user">; noticeId: Id<"notice"> },
): Promise<string> {
  const mine = and(eq(notices.id, input.noticeId), eq(notices.userId, input.userId))
  return inTx(deps.db, "open-notice", async (tx) => {
    const [notice] = await tx.select().from(notices).where(mine).for("update")
    if (!notice) throw new AppError("not_found", "There is no such notification on your account.")
    if (!notice.readAt) await tx.update(notices).set({ readAt: deps.clock.now() }).where(mine)
    return readNotice(english, notice).link
  })
}

/** `upTo` is the newest one that was on the page: what came after it was not seen. */
export async function markAllRead(
  deps: Pick<Deps, "db" | "clock">,
  input: { userId: Id<"user">; upTo: Id<"notice"> },
): Promise<void> {
  await inTx(deps.db, "mark-all-read", (tx) =>
    tx
      .update(notices)
      .set({ readAt: deps.clock.now() })
      .where(and(eq(notices.userId, input.userId), isNull(notices.readAt), lte(notices.id, input.upTo))),
  )
}
