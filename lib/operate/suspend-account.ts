/** Suspends an account: no sign-in, no keys, links credit nothing, nodes and payouts rest. Or lifts the suspension. */
import { and, eq, like } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { payees, users } from "#db/schema/auth.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { suspendedMail, suspensionLiftedMail } from "./operate-mails.ts"
import { checkReason, recordAct } from "./record-act.ts"
import { writeTo } from "./write-to.ts"

type OnAccount = { actor: Actor; userId: Id<"user">; reason: string }

/** Begins every pause that a suspension makes, so that lifting it ends no other. */
const PAUSE = "Your account is suspended: "

/** A second time is a no-op. Refuses `forbidden`, `not_found`, `conflict` (oneself, or another operator), `invalid_input` on `reason`. */
export async function suspendAccount(deps: Pick<Deps, "db" | "clock" | "caches">, input: OnAccount): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "suspend-account", async (tx) => {
    const user = await lockAccount(tx, input.userId)
    if (user.suspendedAt) return
    if (user.roles.includes("operator"))
      throw new AppError("conflict", "An operator's account is not suspended from here; take the role away first.")
    await tx.update(users).set({ suspendedAt: at, suspendedReason: reason }).where(eq(users.id, user.id))
    await tx
      .update(payees)
      .set({ pausedReason: `${PAUSE}${reason}` })
      .where(eq(payees.userId, user.id))
    await record(tx, input, "suspend", { reason, at, before: "open", after: "suspended" })
    await writeTo(tx, user.id, "account suspended", (t) => suspendedMail(t, reason))
  })
  await deps.caches.ownerChanged(input.userId)
}

/** A second time is a no-op. Refuses `forbidden`, `not_found`, `conflict` (erased), `invalid_input` on `reason`. */
export async function liftSuspension(
  deps: Pick<Deps, "db" | "clock" | "config" | "caches">,
  input: OnAccount,
): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "lift-suspension", async (tx) => {
    const user = await lockAccount(tx, input.userId)
    if (!user.suspendedAt) return
    if (user.email.endsWith("@erased.invalid")) throw new AppError("conflict", "This account is erased for good.")
    await tx.update(users).set({ suspendedAt: null, suspendedReason: null }).where(eq(users.id, user.id))
    await tx
      .update(payees)
      .set({ pausedReason: null })
      .where(and(eq(payees.userId, user.id), like(payees.pausedReason, `${PAUSE}%`)))
    await record(tx, input, "lift-suspension", { reason, at, before: "suspended", after: "open" })
    await writeTo(tx, user.id, "suspension lifted", (t) => suspensionLiftedMail(t, `${deps.config.publicUrl}/sign-in`))
  })
  await deps.caches.ownerChanged(input.userId)
}

async function lockAccount(tx: Tx, userId: Id<"user">) {
  const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("update")
  if (!user) throw new AppError("not_found", "There is no such account.")
  return user
}

const record = (
  tx: Tx,
  { actor, userId }: OnAccount,
  act: "suspend" | "lift-suspension",
  how: { reason: string; at: Date; before: string; after: string },
) =>
  recordAct(tx, {
    actor,
    act,
    subject: { kind: "account", id: userId },
    reason: how.reason,
    before: { state: how.before },
    after: { state: how.after },
    at: how.at,
  })
