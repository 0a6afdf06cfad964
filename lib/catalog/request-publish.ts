/** Asks for a fully uploaded release to be published; the job loop does it, also after a crash. */
import { inTx } from "#db/client.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { getReleaseForPublisher } from "./queries.ts"

/** Asking twice is asking once. Refuses `not_found`, and `conflict` while files are missing or once it is withdrawn. */
export async function requestPublish(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; releaseId: Id<"release"> },
): Promise<void> {
  const dueAt = deps.clock.now()
  await inTx(deps.db, "request-publish", async (tx) => {
    const release = await getReleaseForPublisher(tx, input.actor, input.releaseId)
    if (release.state === "published") return
    if (release.state === "uploading")
      throw new AppError("conflict", `${release.fileCount - release.receivedCount} files are still missing.`)
    if (release.state === "withdrawn")
      throw new AppError("conflict", "This release is withdrawn; announce a new version.")
    // Also while it says publishing: the try may be dead and its next one minutes away.
    const key = `release.publish:${release.id}`
    await enqueue(tx, { kind: "release.publish", key, payload: { releaseId: release.id }, dueAt })
  })
}
