/** The public halves of the ticket keys, as the origin process needs them: it verifies tickets and never signs one. */
import { eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { signingKeys } from "#db/schema/platform.ts"
import { fromB64url } from "#peer/protocol/bytes.ts"
import type { PublicKey } from "#peer/protocol/keys.ts"

/** Every ticket key that ever signed; a ticket's own dates say whether it still holds. */
export async function listTicketKeys(db: DbOrTx): Promise<PublicKey[]> {
  const rows = await db.select().from(signingKeys).where(eq(signingKeys.use, "ticket"))
  return rows.map((row) => ({
    kid: row.kid,
    use: "ticket",
    publicKey: fromB64url(row.publicKey, 32),
    fromSeconds: Math.floor(row.from.getTime() / 1000),
    toSeconds: row.to ? Math.floor(row.to.getTime() / 1000) : null,
  }))
}
