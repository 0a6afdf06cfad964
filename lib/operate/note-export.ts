/** An operator hands a person's data out on request: written down before a byte of it is read. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { checkReason, recordAct } from "./record-act.ts"

/** Refuses `forbidden`, `not_found`, `invalid_input` on `reason`. */
export async function noteExport(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; userId: Id<"user">; reason: string },
): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  await inTx(deps.db, "note-export", async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, input.userId))
    if (!user) throw new AppError("not_found", "There is no such account.")
    const subject = { kind: "account" as const, id: user.id }
    await recordAct(tx, { actor: input.actor, act: "export", subject, reason, at: deps.clock.now() })
  })
}
