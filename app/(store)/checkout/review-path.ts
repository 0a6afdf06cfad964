/** Where a purchase is looked over before it is paid. */
export const reviewPath = (slug: string): string => `/checkout/new?title=${encodeURIComponent(slug)}`
