/** Removes files that no picture has any more: of removed pictures, and of uploads that died before their row was written. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { pictures } from "#db/schema/media.ts"
import type { Deps } from "#lib/deps.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { removeOldDrafts, storedBefore, unstorePicture } from "./picture-folder.ts"
import { lockPictureFiles } from "./queries.ts"

/** Files' own times are real ones, whatever the platform's clock says. A day leaves a restored backup time to be completed. */
const KEPT_MS = DAY_MS

/** Gives how many pictures' files were removed. */
export async function sweepPictures(
  { db, config }: Pick<Deps, "db" | "config">,
  realNow = new Date(),
): Promise<{ removed: number }> {
  const olderThan = new Date(realNow.getTime() - KEPT_MS)
  await removeOldDrafts(config.dataDir, olderThan)
  let removed = 0
  for (const sha256 of await storedBefore(config.dataDir, olderThan)) {
    const swept = await inTx(db, "sweep-pictures", async (tx) => {
      await lockPictureFiles(tx, sha256)
      const [row] = await tx.select({ id: pictures.id }).from(pictures).where(eq(pictures.sha256, sha256)).limit(1)
      if (!row) await unstorePicture(config.dataDir, sha256)
      return !row
    })
    if (swept) removed++
  }
  return { removed }
}
