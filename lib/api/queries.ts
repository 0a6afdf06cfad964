/** Questions about keys; the keys themselves are known to their holders only. */
import { desc, eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { apiKeys } from "#db/schema/api.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Scope } from "./scopes.ts"

export type KeyView = {
  keyId: Id<"apiKey">
  name: string
  /** Its last four characters; empty for the oldest. */
  hint: string
  scopes: Scope[]
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastUsedFrom: string | null
  revokedAt: Date | null
}

/** An account's keys, newest first, the revoked ones too: what they did is still asked about. */
export const listKeys = (db: DbOrTx, ownerId: Id<"user">, limit = 200): Promise<KeyView[]> =>
  db
    .select({
      keyId: apiKeys.id,
      name: apiKeys.name,
      hint: apiKeys.hint,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      lastUsedFrom: apiKeys.lastUsedFrom,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .where(eq(apiKeys.ownerId, ownerId))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit)
