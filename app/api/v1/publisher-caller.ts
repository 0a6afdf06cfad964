/** Who calls the publishing API: a publisher's own tool by its publish key, or a page of ours by its session. */
import "server-only"
import { deps } from "#app/_server/deps.ts"
import { callerNetwork } from "#app/_server/request-info.ts"
import { assertOwnPage } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { publishKeyActor } from "#lib/catalog/publish-key.ts"
import type { ReleaseView } from "#lib/catalog/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

/** Throws what is wrong with a key, `unauthenticated`, or `forbidden` for another origin's page. What is theirs, the use cases check. */
export async function publisherCaller(request: Request): Promise<Actor> {
  const authorization = request.headers.get("authorization")
  if (authorization !== null) return publishKeyActor(deps(), authorization, callerNetwork(request))
  assertOwnPage(request)
  return requireActor()
}

export function releaseIdOf(id: string): Id<"release"> {
  if (!isId("release", id)) throw new AppError("not_found", "You have no such release.")
  return id
}

/** A release as the machine API says it; byte counts are decimal strings. */
export const releaseBody = (release: ReleaseView) => ({
  release_id: release.id,
  version: release.version,
  state: release.state,
  failure: release.failure,
  obj: release.manifestHash,
  size: release.sizeBytes === null ? null : String(release.sizeBytes),
  plain_bytes: String(release.plainBytes),
  received_bytes: String(release.receivedBytes),
  files: release.fileCount,
  files_received: release.receivedCount,
  published_bytes: release.progressBytes === null ? null : String(release.progressBytes),
  published_at: release.publishedAt,
})
