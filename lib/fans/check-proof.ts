/** The fan has put the proof on their site and presses: we look at once, and keep what we saw. */

import type { Actor } from "#lib/auth/actor.ts"
import { countAttempt } from "#lib/auth/attempt-limit.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, SECOND_MS } from "#lib/kernel/period.ts"
import { keepLook } from "./keep-look.ts"
import { type Look, lookForProof } from "./look-for-proof.ts"
import { codesOnSite, getProof, type Proof, type ProofView } from "./proof-queries.ts"
import { placeOf } from "./site-place.ts"
import type { ProofFailure, ProofMethod } from "./site-proof-state.ts"

/** A double press is one. */
const SAME_PRESS_MS = 2 * SECOND_MS

export type ProofDeps = Pick<Deps, "db" | "clock" | "outside"> & {
  config: Pick<Deps["config"], "publicUrl" | "originUrl">
}

/** `failure` is of this look; null: proved. The proof may stand although another way failed. */
export type Checked = {
  proof: Proof
  failure: ProofFailure | null
  /** What this look opened. */
  look: Pick<Look, "opened" | "status">
}

/** Errors: not_found, conflict (a page of ours has nothing to prove), too_many. */
export async function checkProof(
  deps: ProofDeps,
  input: { actor: Actor; siteId: Id<"site">; method: ProofMethod; address: string },
): Promise<Checked> {
  const { actor, siteId, method, address } = input
  const view = await getProof(deps.db, actor.userId, siteId)
  if (isOurs(view.url, deps.config))
    throw new AppError("conflict", "This page is ours already: there is nothing to prove.")
  const { proof } = view
  const pressedAfter = addMs(deps.clock.now(), -SAME_PRESS_MS)
  if (proof?.method === method && proof.askedAt > pressedAfter && proof.checkedAt > pressedAfter)
    return { proof, failure: proof.failure, look: proof }
  await countAttempt(deps.db, "proof", { account: actor.userId, address })
  return lookNow(deps, view, { method, asked: true })
}

/** Whether the site is one of the platform's own pages. */
export function isOurs(url: string, { publicUrl, originUrl }: ProofDeps["config"]): boolean {
  const { host } = placeOf(url)
  return [publicUrl, originUrl].some((own) => new URL(own).host === host)
}

type How = { method: ProofMethod; asked: boolean }

export async function lookNow(deps: ProofDeps, view: ProofView, { method, asked }: How): Promise<Checked> {
  const { siteId, url, slug, token } = view
  const codes = await codesOnSite(deps.db, siteId)
  const { publicUrl } = deps.config
  const look = await lookForProof(deps.outside, { method, url, token, publicUrl, codes, slug })
  const proof = await keepLook(deps.db, { siteId, token, method, look, at: deps.clock.now(), asked })
  // The place may have been somebody else's.
  return { proof, failure: look.failure ?? (proof.state === "proved" ? null : proof.failure), look }
}
