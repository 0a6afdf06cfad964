/** The states of a release: one version of a title's bytes, from upload to the swarm. */
import type { Transitions } from "../kernel/transitions.ts"

export const RELEASE_STATES = ["uploading", "uploaded", "publishing", "published", "failed", "withdrawn"] as const
export type ReleaseState = (typeof RELEASE_STATES)[number]

export const RELEASE_TRANSITIONS = {
  finishUpload: { from: ["uploading"], to: "uploaded" },
  /** Each try encrypts under a fresh key: changed bytes never share one. */
  startPublish: { from: ["uploaded", "failed"], to: "publishing" },
  finishPublish: { from: ["publishing"], to: "published" },
  fail: { from: ["uploaded", "publishing"], to: "failed" },
  // Not while publishing: the child that encrypts would finish into a withdrawn release.
  withdraw: { from: ["uploading", "uploaded", "published", "failed"], to: "withdrawn" },
} as const satisfies Transitions<ReleaseState>

export type ReleaseEvent = keyof typeof RELEASE_TRANSITIONS
