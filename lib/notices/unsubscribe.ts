/** One press ends a kind of mail (RFC 8058): the token in the mail says whose and which, signed, and needs no sign-in. */
import { timingSafeEqual } from "node:crypto"
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { noticePreferences } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { PlatformKeys } from "#lib/keys/platform-keys.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import {
  DEFAULT_CHOICES,
  isChosenCategory,
  NOTICE_CHOICES,
  type NoticeChoice,
  type NoticeChoices,
  UNSUBSCRIBE_TOPICS,
  type UnsubscribeTopic,
} from "./notice-state.ts"
import { choicesOf } from "./notify.ts"

export type Unsubscription = { userId: Id<"user">; topic: UnsubscribeTopic }

const PURPOSE = "unsubscribe from mails"
const MAC_BYTES = 32

/** "usr_….earnings.MAC": fit for a path. It never runs out: an old mail must still let go. */
export async function unsubscribeToken(keys: Pick<PlatformKeys, "hmac">, what: Unsubscription): Promise<string> {
  const subject = `${what.userId}.${what.topic}`
  return `${subject}.${toB64url(await keys.hmac(PURPOSE, subject))}`
}

/** Throws not_found for a token we did not make. */
export async function readUnsubscribeToken(keys: Pick<PlatformKeys, "hmac">, token: string): Promise<Unsubscription> {
  const [userId, topic, mac, ...more] = token.slice(0, 200).split(".")
  const wellFormed = isId("user", userId) && isTopic(topic) && /^[\w-]{43}$/.test(mac ?? "") && more.length === 0
  if (!wellFormed) throw unknownLink()
  const expected = await keys.hmac(PURPOSE, `${userId}.${topic}`)
  if (!timingSafeEqual(expected, fromB64url(mac!, MAC_BYTES))) throw unknownLink()
  return { userId, topic }
}

const isTopic = (value: unknown): value is UnsubscribeTopic => UNSUBSCRIBE_TOPICS.includes(value as UnsubscribeTopic)
const unknownLink = () =>
  new AppError(
    "not_found",
    "This unsubscribe link is not whole. Copy it from the mail again, or choose in the settings.",
  )

/** Idempotent: mails of the topic end, the app goes on telling. Nothing to do for an account that is gone. */
export async function unsubscribe(deps: Pick<Deps, "db" | "clock">, { userId, topic }: Unsubscription): Promise<void> {
  await inTx(deps.db, "unsubscribe", async (tx) => {
    // Whoever presses twice at once presses once.
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update")
    if (!user) return
    const choices = (await choicesOf(tx, [userId])).get(userId) ?? DEFAULT_CHOICES
    const changedAt = deps.clock.now()
    const ended = categoriesOf(topic, choices)
    if (ended.length === 0) return
    await tx
      .insert(noticePreferences)
      .values(
        ended.map((category) => ({
          userId,
          category,
          channel: "app" as const,
          beforeUnsubscribe: choices[category],
          changedAt,
        })),
      )
      .onConflictDoUpdate({
        target: [noticePreferences.userId, noticePreferences.category],
        set: { channel: "app", beforeUnsubscribe: sql`excluded.before_unsubscribe`, changedAt },
      })
  })
}

/** What of the topic is mailed at present. Unsubscribing from the digest leaves what comes at once. */
function categoriesOf(topic: UnsubscribeTopic, choices: NoticeChoices): NoticeChoice[] {
  if (topic === "weekly") return NOTICE_CHOICES.filter((c) => choices[c] === "weekly")
  return isChosenCategory(topic) && ["now", "weekly"].includes(choices[topic]) ? [topic] : []
}

/** Undoes it: everything of the topic is again as it was before the press. */
export async function resubscribe(deps: Pick<Deps, "db" | "clock">, { userId, topic }: Unsubscription): Promise<void> {
  const undone: NoticeChoice[] = topic === "weekly" ? [...NOTICE_CHOICES] : [topic]
  await inTx(deps.db, "resubscribe", (tx) =>
    tx
      .update(noticePreferences)
      .set({
        channel: sql`${noticePreferences.beforeUnsubscribe}`,
        beforeUnsubscribe: null,
        changedAt: deps.clock.now(),
      })
      .where(
        and(
          eq(noticePreferences.userId, userId),
          inArray(noticePreferences.category, undone),
          isNotNull(noticePreferences.beforeUnsubscribe),
          ...(topic === "weekly" ? [eq(noticePreferences.beforeUnsubscribe, "weekly" as const)] : []),
        ),
      ),
  )
}
