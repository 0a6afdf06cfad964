/** Stops a release: new sessions take the one before it; an unfinished upload is forgotten. */
import { and, eq, inArray } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { releases } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { step } from "#lib/kernel/transitions.ts"
import { getReleaseForPublisher, listReleaseFiles } from "./queries.ts"
import { RELEASE_TRANSITIONS } from "./release-state.ts"
import { removeUpload } from "./upload-store.ts"

/** Withdrawing twice does nothing. Refuses `not_found`, and `conflict` while it is being published. */
export async function withdrawRelease(
  deps: Pick<Deps, "db" | "config">,
  input: { actor: Actor; releaseId: Id<"release"> },
): Promise<void> {
  const { from, to } = RELEASE_TRANSITIONS.withdraw
  const files = await inTx(deps.db, "withdraw-release", async (tx) => {
    const release = await getReleaseForPublisher(tx, input.actor, input.releaseId)
    const changed = await tx
      .update(releases)
      .set({ state: to })
      .where(and(eq(releases.id, release.id), inArray(releases.state, [...from])))
      .returning({ id: releases.id })
    if (changed.length === 0 && step(RELEASE_TRANSITIONS, "withdraw", release.state) === "conflict")
      throw new AppError("conflict", "It is being published just now; withdraw it when that is done.")
    return listReleaseFiles(tx, release.id)
  })
  for (const file of files) await removeUpload(deps.config.dataDir, file.id)
}
