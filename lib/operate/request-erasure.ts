/** A person asks that everything personal in the account be erased: proved by password or mail, done after seven days. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { erasures } from "#db/schema/operate.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import { assertAttemptsLeft, countAttempt } from "#lib/auth/attempt-limit.ts"
import { issueMailToken, spendMailToken } from "#lib/auth/mail-token.ts"
import { passwordMatches } from "#lib/auth/password.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { formatDate, formatMoney } from "#lib/kernel/format.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { whatErasureEnds } from "./erasure-preview.ts"
import { confirmErasureMail, erasureAskedMail } from "./operate-mails.ts"
import { checkReason, recordAct } from "./record-act.ts"
import { writeTo } from "./write-to.ts"

/** Long enough to read the mail and think again; the law asks for "without undue delay", at most a month. */
export const ERASURE_GRACE_DAYS = 7

type AskDeps = Pick<Deps, "db" | "clock" | "config">
export type ErasureAsked = { state: "waiting"; dueAt: Date } | { state: "mailed" }

/**
 * With a password it waits from now on; without one a link is mailed first (`confirmErasure`). Asking again changes nothing.
 * Refuses `wrong_credentials` (at `password`), `too_many`, `conflict` (operators).
 */
export async function requestErasure(
  deps: AskDeps,
  input: { actor: Actor; password: string; address: string },
): Promise<ErasureAsked> {
  const { actor, address } = input
  const keys = { account: actor.email, address }
  await assertAttemptsLeft(deps.db, "password", keys)
  const [user] = await deps.db.select().from(users).where(eq(users.id, actor.userId))
  if (!user?.passwordHash) return mailLink(deps, actor, address)
  if (!(await passwordMatches(input.password, user.passwordHash))) {
    await countAttempt(deps.db, "password", keys)
    throw new AppError("wrong_credentials", "This is not your present password.", { field: "password" })
  }
  return inTx(deps.db, "request-erasure", (tx) => ask(tx, deps, { userId: actor.userId, askedBy: actor.userId }))
}

async function mailLink(deps: AskDeps, actor: Actor, address: string): Promise<ErasureAsked> {
  await countAttempt(deps.db, "mail", { account: actor.email, address })
  return inTx(deps.db, "mail-erasure-link", async (tx) => {
    const token = await issueMailToken(tx, "erase", actor.userId)
    const url = `${deps.config.publicUrl}/settings/data?erase=${token}`
    await writeTo(tx, actor.userId, "erase", (t) => confirmErasureMail(t, url))
    return { state: "mailed" }
  })
}

/** Refuses `gone` (link used or over), `forbidden` (another account's link), `conflict` (operators). */
export async function confirmErasure(deps: AskDeps, input: { actor: Actor; token: string }): Promise<ErasureAsked> {
  return inTx(deps.db, "confirm-erasure", async (tx) => {
    const userId = await spendMailToken(tx, "erase", input.token)
    if (userId !== input.actor.userId)
      throw new AppError("forbidden", "This link belongs to another account: sign in with that one first.")
    return ask(tx, deps, { userId, askedBy: userId })
  })
}

/** For a person who wrote to us. Refuses `forbidden`, `not_found`, `conflict` (operators), `invalid_input` on `reason`. */
export async function requestErasureFor(
  deps: AskDeps,
  input: { actor: Actor; userId: Id<"user">; reason: string },
): Promise<ErasureAsked> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  return inTx(deps.db, "request-erasure-for", async (tx) => {
    const asked = await ask(tx, deps, { userId: input.userId, askedBy: input.actor.userId })
    const subject = { kind: "account" as const, id: input.userId }
    await recordAct(tx, { actor: input.actor, act: "ask-erasure", subject, reason, at })
    return asked
  })
}

async function ask(tx: Tx, deps: AskDeps, input: { userId: Id<"user">; askedBy: Id<"user"> }): Promise<ErasureAsked> {
  const [user] = await tx.select().from(users).where(eq(users.id, input.userId)).for("update")
  if (!user) throw new AppError("not_found", "There is no such account.")
  if (user.roles.includes("operator"))
    throw new AppError("conflict", "An operator's account cannot be erased; give the role back first.")
  const mine = and(eq(erasures.userId, user.id), eq(erasures.state, "waiting"))
  const [waiting] = await tx.select().from(erasures).where(mine)
  if (waiting) return { state: "waiting", dueAt: waiting.dueAt }
  const askedAt = deps.clock.now()
  const dueAt = addDays(askedAt, ERASURE_GRACE_DAYS)
  const id = newId("erasure", askedAt)
  await tx.insert(erasures).values({ id, ...input, state: "waiting", askedAt, dueAt })
  await enqueue(tx, { kind: "erasure.due", key: `erasure:${id}`, payload: { erasureId: id }, dueAt })
  const ends = await whatErasureEnds(tx, user.id)
  await writeTo(tx, user.id, "erasure asked", (t) =>
    erasureAskedMail(t, {
      due: formatDate(dueAt, t.locale),
      titles: ends.titles,
      unpaid: ends.unpaidMicros > 0n ? formatMoney(ends.unpaidMicros, t.locale) : null,
      url: `${deps.config.publicUrl}/settings/data`,
    }),
  )
  return { state: "waiting", dueAt }
}
