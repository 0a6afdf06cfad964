/** What the copy panel must know of a link beyond its code: the title as it is offered now, and the site's shelf. */
import "server-only"
import type { CopyLink } from "#components/embed/copy-forms.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { cents } from "#lib/kernel/money.ts"
import { deps } from "./deps.ts"

type Link = { code: string; titleName: string; titleSlug: string; site: { slug: string; name: string } | null }

export async function copyLinkOf({ code, titleName, titleSlug, site }: Link): Promise<CopyLink> {
  const { db, config } = deps()
  const title = await findTitleBySlug(db, titleSlug)
  return {
    code,
    titleName,
    priceCents: title?.priceCents ?? cents(0n),
    offered: title?.state === "published",
    hasDemo: title !== null && title.demoTerms !== "none",
    siteSlug: site?.slug ?? null,
    siteName: site?.name ?? null,
    publicUrl: config.publicUrl,
  }
}
