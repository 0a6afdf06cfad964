import type { NextConfig } from "next"

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  // Only /embed/* may be framed, and the fast path serves it before Next is asked.
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
]

/**
 * Scripts of ours and no other host's. Inline ones stay allowed: a game played in the page inherits this policy, and is
 * inline throughout.
 */
const PAGE_POLICY =
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
/** Promo pages and covers answer with stricter policies of their own, which Next would drop for this one. */
const PAGES = "/((?!s/|api/|titles/[^/]+/cover$).*)"

const config: NextConfig = {
  poweredByHeader: false,
  // Types are checked by `npm run check`, with the compiler's own version.
  typescript: { ignoreBuildErrors: true },
  // A table of links has at most 1 MB, and its form a little around it.
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
  turbopack: { root: import.meta.dirname },
  // One copy each, shared with the server around Next.
  serverExternalPackages: [
    "drizzle-orm",
    "pg",
    "jose",
    "nodemailer",
    "@node-rs/argon2",
    "@paypal/checkout-server-sdk",
    "rate-limiter-flexible",
    "fontkit",
    "sharp",
  ],
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    { source: PAGES, headers: [{ key: "Content-Security-Policy", value: PAGE_POLICY }] },
  ],
}

export default config
