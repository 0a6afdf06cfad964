/** Brings back a title that was taken down: on offer if it was before, else into its publisher's hands. */
import { and, desc, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { operatorActs } from "#db/schema/operate.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import { TITLE_TRANSITIONS } from "#lib/catalog/title-state.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { lockTitle } from "./lock-title.ts"
import { checkReason, recordAct } from "./record-act.ts"

/** A second time is a no-op. Refuses `forbidden`, `not_found`, `invalid_input` on `reason`. */
export async function restoreTitle(
  deps: Pick<Deps, "db" | "clock" | "caches">,
  input: { actor: Actor; titleId: Id<"title">; reason: string },
): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "restore-title", async (tx) => {
    const title = await lockTitle(tx, input.titleId)
    if (title.state !== "taken_down") return
    const event = (await stateBefore(tx, title.id)) === "published" ? "restore" : "giveBack"
    const { to } = TITLE_TRANSITIONS[event]
    await tx.update(titles).set({ state: to, takenDownAt: null, takenDownNotice: null }).where(eq(titles.id, title.id))
    const states = { before: { state: title.state }, after: { state: to } }
    await recordAct(tx, {
      actor: input.actor,
      act: "restore",
      subject: { kind: "title", id: title.id },
      reason,
      ...states,
      at,
    })
  })
  await deps.caches.titleChanged(input.titleId)
}

async function stateBefore(tx: Tx, titleId: Id<"title">): Promise<string | undefined> {
  const [act] = await tx
    .select({ before: operatorActs.before })
    .from(operatorActs)
    .where(and(eq(operatorActs.subjectId, titleId), eq(operatorActs.act, "take-down")))
    .orderBy(desc(operatorActs.at), desc(operatorActs.id))
    .limit(1)
  return act?.before.state
}
