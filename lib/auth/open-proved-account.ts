/** The account of an address that a used link or a provider has just proved: found or made, and confirmed. */
import { inTx } from "#db/client.ts"
import type { Deps } from "#lib/deps.ts"
import { confirmByLink } from "./confirm-by-link.ts"
import { findOrCreateBuyer } from "./find-or-create-buyer.ts"
import { type Account, getAccount } from "./queries.ts"

/** Throws invalid_input when it is no address. */
export async function openProvedAccount(deps: Pick<Deps, "db">, input: { email: string }): Promise<Account> {
  const { userId } = await inTx(deps.db, "auth.open-proved-account", (tx) => findOrCreateBuyer(tx, input))
  await confirmByLink(deps, { userId })
  return getAccount(deps.db, userId)
}
