/** What robots may read: everything public; not the ways that count visits, sell, or belong to somebody. */
import { deps } from "#app/_server/deps.ts"

const CLOSED = ["/r/", "/api/", "/checkout", "/library", "/dashboard", "/publish", "/operate", "/settings", "/sign-in"]

/** Asked for anew: while pages are built there is no server that knows its address. */
export const dynamic = "force-dynamic"

export function GET(): Response {
  const lines = [
    "User-agent: *",
    ...CLOSED.map((path) => `Disallow: ${path}`),
    "",
    `Sitemap: ${deps().config.publicUrl}/sitemap.xml`,
  ]
  return new Response(`${lines.join("\n")}\n`, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  })
}
