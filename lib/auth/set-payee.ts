/** Says where an account's earnings go: a PayPal address, proved by a mailed link; a change freezes payouts for a week. */
import { eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { addDays } from "#lib/kernel/period.ts"
import { confirmPayeeMail, payeeReplacedMail } from "#lib/mail/account-mails.ts"
import { readerWords } from "#lib/mail/reader-locale.ts"
import { askedFor, sendMail } from "#lib/mail/send-mail.ts"
import { notify } from "#lib/notices/notify.ts"
import type { Actor } from "./actor.ts"
import { countAttempt } from "./attempt-limit.ts"
import { parseEmail } from "./email-address.ts"
import { issueMailToken, spendMailToken } from "./mail-token.ts"

/** Long enough for the owner of a stolen account to read the mail and object; product.md's weekly run is skipped once. */
export const PAYEE_FREEZE_DAYS = 7

/** PayPal takes no longer receiver, and one item it does not take stops a whole payout run. */
export const PAYEE_LIMIT_CHARS = 127

type PayeeRow = typeof payees.$inferSelect
export type SetPayeeResult = {
  /** A confirmed address set again needs nothing more. */
  state: "unchanged" | "mailed"
  confirmToken: string | null
  frozenUntil: Date | null
}

/**
 * Writes the address and mails its owner a link; until that is used nothing is paid out. Replacing a confirmed
 * address freezes payouts for 7 days of the platform's clock and tells the old one and the account. Throws
 * invalid_input, too_many.
 */
export async function setPayee(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; paypalEmail: string; address?: string },
): Promise<SetPayeeResult> {
  const paypalEmail = parsePayee(input.paypalEmail)
  if (input.address) await countAttempt(deps.db, "mail", { account: input.actor.email, address: input.address })
  const now = deps.clock.now()
  return inTx(deps.db, "auth.set-payee", async (tx) => {
    const [before] = await tx.select().from(payees).where(eq(payees.userId, input.actor.userId)).for("update")
    if (before?.paypalEmail === paypalEmail && before.confirmedAt) {
      return { state: "unchanged", confirmToken: null, frozenUntil: before.frozenUntil }
    }
    const frozenUntil = freezeOf(before, paypalEmail, now)
    await writePayee(tx, input.actor, paypalEmail, frozenUntil, now)
    if (before?.confirmedAt)
      await tellReplaced(tx, deps.config.publicUrl, {
        actor: input.actor,
        before,
        paypalEmail,
        frozenUntil: frozenUntil!,
        at: now,
      })
    const confirmToken = await issueMailToken(tx, "payee", input.actor.userId)
    const url = `${deps.config.publicUrl}/settings/payee?token=${confirmToken}`
    const t = await readerWords(tx, input.actor.userId)
    await sendMail(tx, {
      to: paypalEmail,
      kind: "payee",
      ...confirmPayeeMail(t, url, input.actor.email),
      frame: askedFor(t),
    })
    return { state: "mailed", confirmToken, frozenUntil }
  })
}

function parsePayee(typed: string): string {
  const paypalEmail = parseEmail(typed, "paypalEmail")
  if (paypalEmail.length <= PAYEE_LIMIT_CHARS) return paypalEmail
  const detail = `PayPal takes addresses of up to ${PAYEE_LIMIT_CHARS} characters.`
  throw new AppError("invalid_input", detail, { field: "paypalEmail" })
}

/** An address nobody proved could receive nothing, so replacing it endangers nobody; a running freeze runs on. */
function freezeOf(before: PayeeRow | undefined, paypalEmail: string, now: Date): Date | null {
  if (!before || before.paypalEmail === paypalEmail) return before?.frozenUntil ?? null
  return before.confirmedAt ? addDays(now, PAYEE_FREEZE_DAYS) : before.frozenUntil
}

async function writePayee(
  tx: Tx,
  actor: Actor,
  paypalEmail: string,
  frozenUntil: Date | null,
  now: Date,
): Promise<void> {
  const value = {
    paypalEmail,
    confirmedAt: null,
    changedAt: now,
    frozenUntil,
    pausedReason: null,
    failuresInRow: 0,
  }
  await tx
    .insert(payees)
    .values({ userId: actor.userId, ...value })
    .onConflictDoUpdate({ target: payees.userId, set: value })
}

type Replaced = { actor: Actor; before: PayeeRow; paypalEmail: string; frozenUntil: Date; at: Date }

/** The account by a notice that cannot be turned off; the old address by a mail, for it may be another mailbox. */
async function tellReplaced(tx: Tx, publicUrl: string, replaced: Replaced): Promise<void> {
  const { actor, before, paypalEmail: newAddress, frozenUntil, at } = replaced
  const oldAddress = before.paypalEmail
  const key = `payee:${at.toISOString()}`
  const payload = { oldAddress, newAddress, frozenUntil: frozenUntil.toISOString() }
  await notify(tx, { userId: actor.userId, kind: "payee-changed", key, payload, at })
  if (oldAddress === actor.email) return
  const t = await readerWords(tx, actor.userId)
  const frame = { t, why: t("You get this because a Fanfare account was paid at this address.") }
  const content = payeeReplacedMail(t, { newAddress, settingsUrl: `${publicUrl}/settings` })
  await sendMail(tx, { to: oldAddress, kind: "payee changed", ...content, frame })
}

/** Confirms the address by the link mailed to it, in the account that set it. Throws gone, forbidden. */
export async function confirmPayee(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; token: string },
): Promise<{ paypalEmail: string }> {
  return inTx(deps.db, "auth.confirm-payee", async (tx) => {
    const userId = await spendMailToken(tx, "payee", input.token)
    if (userId !== input.actor.userId) {
      throw new AppError("forbidden", "This link belongs to another account: sign in with that one first.")
    }
    const confirmed = { confirmedAt: deps.clock.now() }
    const [row] = await tx.update(payees).set(confirmed).where(eq(payees.userId, userId)).returning()
    if (!row) throw new AppError("not_found")
    const key = `payee-confirmed:${confirmed.confirmedAt.toISOString()}`
    const payload = { address: row.paypalEmail }
    await notify(tx, { userId, kind: "payee-confirmed", key, payload, at: confirmed.confirmedAt })
    return { paypalEmail: row.paypalEmail }
  })
}
