/** The account itself: how one signs in, where one is paid, every mail, and all that is kept only for its owner. */
import { eq, inArray, sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { apiAnswers, apiKeys } from "#db/schema/api.ts"
import { accounts, mailTokens, payees, users, verificationTokens } from "#db/schema/auth.ts"
import { noticePreferences, notices } from "#db/schema/notices.ts"
import { onboarding } from "#db/schema/onboarding.ts"
import { activity, mails } from "#db/schema/platform.ts"
import { savedViews } from "#db/schema/views.ts"
import { webhookMessages, webhooks } from "#db/schema/webhooks.ts"
import type { PersonWords } from "./erase-words.ts"

/** Never an address anybody can have (RFC 2606), and one per account. */
export const erasedEmail = (userId: string): string => `${userId}@erased.invalid`

/** The account stays suspended for good, which also ends every session and silences its keys and nodes. */
export async function erasePerson(tx: Tx, { userId, emails }: PersonWords, at: Date): Promise<void> {
  await tx.delete(accounts).where(eq(accounts.userId, userId))
  await tx.delete(mailTokens).where(eq(mailTokens.userId, userId))
  await tx.delete(apiKeys).where(eq(apiKeys.ownerId, userId))
  await tx.delete(apiAnswers).where(eq(apiAnswers.ownerId, userId))
  await tx.delete(webhooks).where(eq(webhooks.ownerId, userId))
  await tx.delete(webhookMessages).where(eq(webhookMessages.ownerId, userId))
  await tx.delete(payees).where(eq(payees.userId, userId))
  await tx.delete(activity).where(eq(activity.userId, userId))
  await tx.delete(notices).where(eq(notices.userId, userId))
  await tx.delete(noticePreferences).where(eq(noticePreferences.userId, userId))
  await tx.delete(savedViews).where(eq(savedViews.ownerId, userId))
  await tx.delete(onboarding).where(eq(onboarding.userId, userId))
  const addresses = [...emails]
  await tx.delete(verificationTokens).where(inArray(verificationTokens.identifier, addresses))
  await tx.delete(mails).where(inArray(sql`lower(${mails.to})`, addresses))
  await forgetTries(tx, addresses)
  await tx
    .update(users)
    .set({
      email: erasedEmail(userId),
      name: null,
      image: null,
      passwordHash: null,
      emailVerified: null,
      roles: [],
      suspendedAt: at,
      suspendedReason: "erased",
    })
    .where(eq(users.id, userId))
}

/** Counted tries are kept under the address; the table is made when the first try is counted. */
async function forgetTries(tx: Tx, addresses: readonly string[]): Promise<void> {
  const [there] = (await tx.execute(sql`select to_regclass('rate_limit') is not null as there`)).rows
  if (!there?.there) return
  for (const address of addresses)
    await tx.execute(sql`delete from rate_limit where right(key, ${address.length + 1}) = ${`:${address}`}`)
}
