/** A site as programs read it. */
import { z } from "zod"
import { instant, instantOf } from "#lib/api/shapes.ts"
import type { SiteView } from "#lib/fans/queries.ts"
import { m } from "#lib/kernel/messages.ts"

export const Site = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    url: z.string().describe(m("Where the site is.")),
    page_url: z.url().describe(m("Its promo page with us.")),
    proved: z.boolean().describe(m("Whether its address is proved to be yours, as far as we last looked.")),
    titles: z.int().describe(m("How many titles it shows.")),
    created_at: instant(),
  })
  .meta({ id: "Site" })

export const siteBody = (site: SiteView, publicUrl: string): z.input<typeof Site> => ({
  ...{ id: site.siteId, slug: site.slug, name: site.name, url: site.url },
  page_url: `${publicUrl}/s/${site.slug}`,
  proved: site.proved,
  titles: site.titleCount,
  created_at: instantOf(site.createdAt),
})
