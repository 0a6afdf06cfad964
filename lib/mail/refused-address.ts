/** Keeps count of addresses whose mailbox refuses for good; after three such mails in a row no notices are mailed there. */
import { eq, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { mailAddresses } from "#db/schema/platform.ts"
import type { Deps } from "#lib/deps.ts"
import { notify } from "#lib/notices/notify.ts"

const GIVE_UP_AFTER = 3

/**
 * Whether an SMTP error speaks of this one recipient and is final: a 5xx answer to RCPT TO. Everything else (a wrong
 * password of ours, a full disk, a message taken for spam) says nothing about the address.
 */
export function isRefusedAddress(error: unknown): boolean {
  const { responseCode, command } = (error ?? {}) as { responseCode?: unknown; command?: unknown }
  return typeof responseCode === "number" && responseCode >= 500 && responseCode < 600 && command === "RCPT TO"
}

export async function noteArrival(tx: Tx, address: string): Promise<void> {
  await tx.delete(mailAddresses).where(eq(mailAddresses.address, address))
}

/** The account with this address is told in the app, once, when it is given up. */
export async function noteRefusal(tx: Tx, refusal: { address: string; lastError: string; at: Date }): Promise<void> {
  const { address, lastError, at } = refusal
  const [row] = await tx
    .insert(mailAddresses)
    .values({ address, failuresInRow: 1, lastError })
    .onConflictDoUpdate({
      target: mailAddresses.address,
      set: { failuresInRow: sql`${mailAddresses.failuresInRow} + 1`, lastError },
    })
    .returning()
  if (!row || row.givenUpAt || row.failuresInRow < GIVE_UP_AFTER) return
  await tx.update(mailAddresses).set({ givenUpAt: at }).where(eq(mailAddresses.address, address))
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, address))
  if (!user) return
  const key = `undeliverable:${address}:${at.toISOString()}`
  await notify(tx, { userId: user.id, kind: "mail-undeliverable", key, payload: { address }, at })
}

/** The owner says that the address works again: the next notice is mailed there. */
export async function tryAddressAgain(deps: Pick<Deps, "db">, address: string): Promise<void> {
  await inTx(deps.db, "try-address-again", (tx) => noteArrival(tx, address))
}
