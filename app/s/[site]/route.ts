/** A fan site's public promo page: plain HTML under a policy that names its one style and its one script by hash. */
import { deps } from "#app/_server/deps.ts"
import { askedPage, cacheable, sha256 } from "#app/_server/promo.ts"
import { words } from "#app/_server/words.ts"
import { html } from "#components/plain/html.ts"
import { messagePage, PLAIN_POLICY } from "#components/plain/plain-page.ts"
import { type PromoHtml, promoDocument } from "#components/promo/promo-document.tsx"
import { findHiddenNotice } from "#lib/fans/queries.ts"

type Context = { params: Promise<{ site: string }> }

/** Edits are seen within a minute; behind a shared cache, somebody else's wait is not the visitor's. */
const CACHE = "public, max-age=60, stale-while-revalidate=600"

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { site } = await params
  const asked = await askedPage(request, site)
  if (!asked) return answerWithout(site)
  const page = promoDocument(asked)
  return cacheable(request, page.body, {
    "content-type": "text/html; charset=utf-8",
    "content-language": asked.t.locale,
    "content-security-policy": policyOf(page, asked.context.base),
    "cache-control": CACHE,
    "referrer-policy": "strict-origin-when-cross-origin",
  })
}

/** On a domain of the fan's own, covers and buttons are the platform's. */
const policyOf = ({ style, script, frames }: PromoHtml, base: string): string =>
  [
    "default-src 'none'",
    `style-src ${sha256(style)}`,
    `script-src ${sha256(script)}`,
    `img-src 'self' data: ${base}`.trimEnd(),
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames.length > 0 ? frames.join(" ") : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ")

/** Says why there is no page: an operator hid it, or nobody has this address. */
async function answerWithout(slug: string): Promise<Response> {
  const t = await words()
  const notice = slug.length <= 60 ? await findHiddenNotice(deps().db, slug) : null
  const store = html`<a class="button" href="${deps().config.publicUrl}/store">${t("See what can be had")}</a>`
  if (notice !== null) return plain(410, messagePage(t("This page was taken down"), notice, store))
  const lost = t("The address may have changed, or a letter of it got lost.")
  return plain(404, messagePage(t("No fan has this page"), lost, store))
}

const plain = (status: number, body: string): Response =>
  new Response(body, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": PLAIN_POLICY,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  })
