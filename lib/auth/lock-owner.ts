/** Holds an account's row until the tx ends. */
import { sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** One account's lists grow one at a time, so that a limit cannot be passed by asking twice at once. */
export async function lockOwner(tx: Tx, ownerId: Id<"user">): Promise<void> {
  await tx.execute(sql`select 1 from "user" where id = ${ownerId} for update`)
}
