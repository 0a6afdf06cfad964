/** Where a purchase is looked over before it is paid; a code only fills its field in. */
export const reviewPath = (slug: string, code: string | null = null): string =>
  `/checkout/new?title=${encodeURIComponent(slug)}${code ? `&code=${encodeURIComponent(code)}` : ""}`
