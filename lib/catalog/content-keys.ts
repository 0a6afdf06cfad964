/** The keys of a release's parts: made fresh for every try to publish, kept only wrapped by the master key. */
import { randomBytes } from "node:crypto"
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { contentKeys as contentKeyRows, type PartName } from "#db/schema/catalog.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** 32 bytes (AES-256) per part. */
export type PartKeys = Partial<Record<PartName, Uint8Array>>

/** The unwrapped keys of a release, for a licence; an open release has none. */
export async function contentKeys(deps: Pick<Deps, "db" | "keys">, releaseId: Id<"release">): Promise<PartKeys> {
  const rows = await deps.db.select().from(contentKeyRows).where(eq(contentKeyRows.releaseId, releaseId))
  const keys: PartKeys = {}
  for (const row of rows) keys[row.part] = await deps.keys.unwrap(row.wrappedKey)
  return keys
}

/** Replaces whatever keys the release had: bytes sealed under those are never shown to anybody. */
export async function replaceContentKeys(
  tx: Tx,
  keys: Pick<Deps["keys"], "wrap">,
  releaseId: Id<"release">,
  parts: readonly PartName[],
): Promise<PartKeys> {
  await tx.delete(contentKeyRows).where(eq(contentKeyRows.releaseId, releaseId))
  const fresh: PartKeys = {}
  for (const part of parts) {
    const key = new Uint8Array(randomBytes(32))
    fresh[part] = key
    await tx.insert(contentKeyRows).values({ releaseId, part, wrappedKey: await keys.wrap(key) })
  }
  return fresh
}
