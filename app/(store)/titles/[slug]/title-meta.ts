/** What a title's page tells machines: a description in plain text, and the offer as schema.org has it. */
import type { DeliverableRelease, TitleView } from "#lib/catalog/queries.ts"
import { centsToDecimal } from "#lib/kernel/money.ts"

const DESCRIPTION_CHARS = 160

/** The first words of a description, without its Markdown signs. */
export function plainText(markdown: string): string {
  const text = markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`~#>]+/g, "")
    .replace(/\s+/g, " ")
    .trim()
  return text.length <= DESCRIPTION_CHARS ? text : `${text.slice(0, DESCRIPTION_CHARS - 1).trimEnd()}…`
}

const TYPES = { game: "VideoGame", film: "Movie", music: "MusicAlbum", assets: "CreativeWork" } as const

/** JSON for a script element: no "<" can end it. */
export function titleJsonLd(title: TitleView, release: DeliverableRelease | null, publicUrl: string): string {
  const url = `${publicUrl}/titles/${title.slug}`
  const document = {
    "@context": "https://schema.org",
    "@type": ["Product", TYPES[title.kind]],
    name: title.name,
    url,
    description: title.tagline || plainText(title.description),
    ...(title.hasCover && { image: `${url}/cover` }),
    brand: { "@type": "Brand", name: title.publisherName },
    offers: {
      "@type": "Offer",
      url,
      price: centsToDecimal(title.priceCents),
      priceCurrency: title.currency,
      availability: release ? "https://schema.org/InStock" : "https://schema.org/PreOrder",
      seller: { "@type": "Organization", name: title.publisherName },
    },
  }
  return JSON.stringify(document).replaceAll("<", "\\u003c")
}
