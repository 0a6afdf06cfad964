/** Writes down what an operator did, in the tx that does it: who, what, on whom, why, and how it stood before and after. */
import type { Tx } from "#db/client.ts"
import { operatorActs } from "#db/schema/operate.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { checkNote } from "#lib/catalog/review-note.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { newId } from "#lib/kernel/ids.ts"

export const ACTS = [
  "approve",
  "refuse",
  "ask",
  "take-down",
  "restore",
  "hide-site",
  "show-site",
  "suspend",
  "lift-suspension",
  "close-flag",
  "export",
  "ask-erasure",
  "cancel-erasure",
] as const
export type Act = (typeof ACTS)[number]
export type SubjectKind = "title" | "site" | "account" | "flag"

export type OperatorAct = {
  actor: Actor
  act: Act
  subject: { kind: SubjectKind; id: string }
  reason: string
  /** States and figures only, never a name or an address: acts are not changed afterwards. */
  before?: Record<string, string>
  after?: Record<string, string>
  at: Date
}

export const REASON_LIMIT_CHARS = 1_000

/** Throws `invalid_input` at `reason`. */
export function checkReason(raw: string): string {
  const reason = checkNote(raw, "reason")
  if (reason.length > REASON_LIMIT_CHARS)
    throw new AppError("invalid_input", `Write at most ${REASON_LIMIT_CHARS} characters.`, { field: "reason" })
  return reason
}

export async function recordAct(
  tx: Tx,
  { actor, subject, before = {}, after = {}, ...act }: OperatorAct,
): Promise<void> {
  await tx.insert(operatorActs).values({
    id: newId("act", act.at),
    operatorId: actor.userId,
    subjectKind: subject.kind,
    subjectId: subject.id,
    before,
    after,
    ...act,
  })
}
