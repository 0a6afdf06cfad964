/** A mark of everything an operator judges a title by, so that nothing is approved that was not looked at. */
import { createHash } from "node:crypto"
import { desc, eq, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { releases, titlePictures, titles } from "#db/schema/catalog.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** Changes with words, price, demo, cover and the releases of the title. */
export async function reviewMark(db: DbOrTx, titleId: Id<"title">): Promise<string> {
  const [title] = await db
    .select({
      name: titles.name,
      tagline: titles.tagline,
      description: titles.description,
      kind: titles.kind,
      price: sql<string>`${titles.priceCents}::text`,
      demo: titles.demoTerms,
      cover: sql<string | null>`coalesce(${titles.coverId}, md5(${titles.cover}))`,
      gallery: sql<string>`coalesce((select string_agg(p.picture_id, ',' order by p.picture_id) from ${titlePictures} p
        where p.title_id = ${titles.id}), '')`,
    })
    .from(titles)
    .where(eq(titles.id, titleId))
  const made = await db
    .select({ id: releases.id, state: releases.state, hash: releases.manifestHash })
    .from(releases)
    .where(eq(releases.titleId, titleId))
    .orderBy(desc(releases.id))
  return createHash("sha256")
    .update(JSON.stringify([title, made]))
    .digest("base64url")
    .slice(0, 22)
}
