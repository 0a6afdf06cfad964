/** A fan site's public promo page: plain HTML under a policy that names its one style and its one script by hash. */
import { deps } from "#app/_server/deps.ts"
import { answerMessage, answerPlain } from "#app/_server/plain.ts"
import { askedPage } from "#app/_server/promo.ts"
import { words } from "#app/_server/words.ts"
import { html } from "#components/plain/html.ts"
import { messagePage } from "#components/plain/plain-page.ts"
import { sourceHash } from "#components/plain/policy.ts"
import { type PromoHtml, promoDocument } from "#components/promo/promo-document.tsx"
import { findHiddenNotice } from "#lib/fans/queries.ts"

type Context = { params: Promise<{ site: string }> }

/** Edits are seen within a minute; behind a shared cache, somebody else's wait is not the visitor's. */
const CACHE = "public, max-age=60, stale-while-revalidate=600"

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { site } = await params
  const asked = await askedPage(request, site)
  if (!asked) return answerWithout(request, site)
  const page = promoDocument(asked)
  return answerPlain(request, page.body, {
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
    `style-src ${sourceHash(style)}`,
    `script-src ${sourceHash(script)}`,
    `img-src 'self' data: ${base}`.trimEnd(),
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames.length > 0 ? frames.join(" ") : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ")

/** Says why there is no page: an operator hid it, or nobody has this address. */
async function answerWithout(request: Request, slug: string): Promise<Response> {
  const t = await words()
  const notice = slug.length <= 60 ? await findHiddenNotice(deps().db, slug) : null
  const store = html`<a class="button" href="${deps().config.publicUrl}/store">${t("See what can be had")}</a>`
  if (notice !== null) return answerMessage(request, messagePage(t("This page was taken down"), notice, store, t), 410)
  const lost = t("The address may have changed, or a letter of it got lost.")
  return answerMessage(request, messagePage(t("No fan has this page"), lost, store, t), 404)
}
