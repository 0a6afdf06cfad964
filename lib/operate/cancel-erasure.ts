/** Calls an erasure off within its grace: by the person, or by an operator with a reason. */
import { and, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { erasures } from "#db/schema/operate.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { erasureCancelledMail } from "./operate-mails.ts"
import { checkReason, recordAct } from "./record-act.ts"
import { writeTo } from "./write-to.ts"

/** A second time is a no-op. For another's account: refuses `forbidden`, `invalid_input` on `reason`. */
export async function cancelErasure(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; userId: Id<"user">; reason?: string },
): Promise<{ cancelled: boolean }> {
  const { actor, userId } = input
  const own = actor.userId === userId
  if (!own) assertRole(actor, "operator")
  const reason = own ? "" : checkReason(input.reason ?? "")
  const at = deps.clock.now()
  return inTx(deps.db, "cancel-erasure", async (tx) => {
    const ended = await tx
      .update(erasures)
      .set({ state: "cancelled", endedAt: at })
      .where(and(eq(erasures.userId, userId), eq(erasures.state, "waiting")))
      .returning({ id: erasures.id })
    if (ended.length === 0) return { cancelled: false }
    if (!own)
      await recordAct(tx, { actor, act: "cancel-erasure", subject: { kind: "account", id: userId }, reason, at })
    await writeTo(tx, userId, "erasure cancelled", erasureCancelledMail)
    return { cancelled: true }
  })
}
