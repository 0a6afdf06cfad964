/** The publisher whose desk this is; somebody who is none yet is sent to where they become one. */
import "server-only"
import { redirect } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { findPublisherOf } from "#lib/catalog/queries.ts"

export async function ownPublisher(path: string) {
  const actor = await requirePageActor(path)
  const publisher = await findPublisherOf(deps().db, actor.userId)
  if (!publisher) redirect("/publish")
  return { actor, publisher }
}
