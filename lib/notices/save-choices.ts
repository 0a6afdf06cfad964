/** Saves how a person wishes to hear of each category; what already waits for a mail follows the new choice. */
import { sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { noticePreferences } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { NOTICE_CHOICES, type NoticeChoices } from "./notice-state.ts"

/** Categories that are not named stay as they are. */
export async function saveChoices(
  deps: Pick<Deps, "db" | "clock">,
  input: { userId: Id<"user">; choices: Partial<NoticeChoices> },
): Promise<void> {
  const changedAt = deps.clock.now()
  const rows = NOTICE_CHOICES.flatMap((category) => {
    const channel = input.choices[category]
    return channel ? [{ userId: input.userId, category, channel, beforeUnsubscribe: null, changedAt }] : []
  })
  if (rows.length === 0) return
  await inTx(deps.db, "save-notice-choices", (tx) =>
    tx
      .insert(noticePreferences)
      .values(rows)
      .onConflictDoUpdate({
        target: [noticePreferences.userId, noticePreferences.category],
        set: { channel: sql`excluded.channel`, beforeUnsubscribe: null, changedAt },
      }),
  )
}
