/** Sitemaps (sitemaps.org 0.9) as text: a file of addresses, and the index of several. */
import { html } from "../plain/html.ts"

const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
const SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

type PublicAddress = { address: string; changedAt: Date }

/** Addresses begin with a slash. */
export const sitemapPart = (publicUrl: string, addresses: readonly PublicAddress[]): string =>
  HEAD +
  html`<urlset xmlns="${SPACE}"><url><loc>${publicUrl}/</loc></url>${addresses.map(
    ({ address, changedAt }) =>
      html`<url><loc>${new URL(address, publicUrl).href}</loc><lastmod>${changedAt.toISOString()}</lastmod></url>`,
  )}</urlset>\n`.html

export const sitemapIndex = (publicUrl: string, parts: number): string =>
  HEAD +
  html`<sitemapindex xmlns="${SPACE}">${Array.from({ length: parts }, (_, i) => html`<sitemap><loc>${publicUrl}/sitemap.xml?part=${i + 1}</loc></sitemap>`)}</sitemapindex>\n`
    .html
