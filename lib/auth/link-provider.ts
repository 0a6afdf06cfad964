/** Remembers that a GitHub or Google identity belongs to an account. */
import { inTx } from "#db/client.ts"
import { accounts } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** The provider's own tokens are not kept: we never speak for a person there. */
export async function linkProvider(
  deps: Pick<Deps, "db">,
  input: { userId: Id<"user">; type: string; provider: string; providerAccountId: string },
): Promise<void> {
  await inTx(deps.db, "auth.link-provider", (tx) => tx.insert(accounts).values(input).onConflictDoNothing())
}
