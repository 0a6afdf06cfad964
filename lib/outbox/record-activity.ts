/** Notes what just happened on an account, in the tx in which it happened; the live page reads on from the id it saw last. */
import type { Tx } from "#db/client.ts"
import { activity } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type ActivityKind =
  | "click"
  | "demo"
  | "sale"
  | "carriage"
  | "settlement"
  | "payout"
  | "stock"
  | "node"
  | "notice"

export type Activity = { userId: Id<"user">; kind: ActivityKind; payload: Record<string, string>; at: Date }

export async function recordActivity(tx: Tx, what: Activity): Promise<void> {
  await tx.insert(activity).values(what)
}
