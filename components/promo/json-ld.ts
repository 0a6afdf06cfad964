/** What a promo page says to machines: the page, and every title on it as a product with its offer (schema.org). */
import { type PageDocument, titleIdsIn } from "#lib/pages/page-document.ts"
import type { PromoContext, PromoTitle } from "#lib/pages/promo-context.ts"

type Source = { document: PageDocument; context: PromoContext; canonical: string }

export function jsonLdOf({ document, context, canonical }: Source): object {
  const { props } = document.root
  const named = titleIdsIn(document)
  const ids = [...new Set([...named, ...context.order])]
  const titles = ids.flatMap((id) => context.titles[id] ?? [])
  return {
    "@context": "https://schema.org",
    "@graph": [
      {
        "@type": "CollectionPage",
        "@id": canonical,
        url: canonical,
        name: props.title || context.site.name,
        inLanguage: context.locale,
        about: { "@type": "WebSite", name: context.site.name, url: context.site.url },
      },
      {
        "@type": "ItemList",
        itemListElement: titles.map((title, i) => ({
          "@type": "ListItem",
          position: i + 1,
          item: product(title, context.publicUrl),
        })),
      },
    ],
  }
}

function product(title: PromoTitle, publicUrl: string): object {
  const url = `${publicUrl}/titles/${title.slug}`
  const image = title.cover ? [new URL(title.cover.src, publicUrl).href] : []
  return {
    "@type": "Product",
    name: title.name,
    ...(title.tagline ? { description: title.tagline } : {}),
    ...(image.length > 0 ? { image } : {}),
    url,
    brand: { "@type": "Brand", name: title.publisherName },
    offers: {
      "@type": "Offer",
      url,
      price: title.priceDecimal,
      priceCurrency: title.currency,
      availability: "https://schema.org/InStock",
    },
  }
}

/** JSON that can stand inside a script element: no `<` ends it early, no line separator ends a line of JavaScript. */
export const scriptSafe = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/>/g, "\\u003e")
    .replace(/&/g, "\\u0026")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029")
