/** Hides a fan's page behind a notice, or shows it again; the fan's links and earnings are not touched. */
import { eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { checkReason, recordAct } from "./record-act.ts"
import { checkNotice } from "./take-down-title.ts"

type HideSite = { actor: Actor; siteId: Id<"site">; reason: string; noticeText: string }

/** A second time is a no-op. Refuses `forbidden`, `not_found`, `invalid_input`. */
export async function hideSite(deps: Pick<Deps, "db" | "clock">, input: HideSite): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const notice = checkNotice(input.noticeText)
  const at = deps.clock.now()
  await inTx(deps.db, "hide-site", async (tx) => {
    const site = await lockSite(tx, input.siteId)
    if (site.hiddenAt) return
    await tx
      .update(sites)
      .set({ hiddenAt: at, hiddenNotice: notice || null })
      .where(eq(sites.id, site.id))
    const states = { before: { state: "shown" }, after: { state: "hidden" } }
    await recordAct(tx, {
      actor: input.actor,
      act: "hide-site",
      subject: { kind: "site", id: site.id },
      reason,
      ...states,
      at,
    })
    const payload = { site: site.name, siteId: site.id, reason }
    await notify(tx, { userId: site.ownerId, kind: "page-hidden", key: `hidden:${site.id}:${+at}`, payload, at })
  })
}

/** A second time is a no-op. Refuses `forbidden`, `not_found`, `invalid_input` on `reason`. */
export async function showSite(deps: Pick<Deps, "db" | "clock">, input: Omit<HideSite, "noticeText">): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "show-site", async (tx) => {
    const site = await lockSite(tx, input.siteId)
    if (!site.hiddenAt) return
    await tx.update(sites).set({ hiddenAt: null, hiddenNotice: null }).where(eq(sites.id, site.id))
    const states = { before: { state: "hidden" }, after: { state: "shown" } }
    await recordAct(tx, {
      actor: input.actor,
      act: "show-site",
      subject: { kind: "site", id: site.id },
      reason,
      ...states,
      at,
    })
  })
}

async function lockSite(tx: Tx, siteId: Id<"site">) {
  const [site] = await tx.select().from(sites).where(eq(sites.id, siteId)).for("update")
  if (!site) throw new AppError("not_found", "There is no such site.")
  return site
}
