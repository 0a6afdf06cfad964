/** A fan builds the page of a site: chosen beginnings, blocks, look, history. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { copyText, spoken } from "#components/embed/copy-forms.ts"
import { PLAIN_CHOICE } from "#components/embed/embed-choice.ts"
import { PageEditor } from "#components/page-editor/page-editor.tsx"
import type { PageEditorProps } from "#components/page-editor/page-editor-room.tsx"
import { fontFaces } from "#components/plain/fonts.ts"
import { PROMO_STYLE } from "#components/promo/promo-style.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { listTitlesOnSite, type ShownTitle } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { promoContextOf } from "#lib/pages/promo-data.ts"
import { type Draft, getDraft, getVersion } from "#lib/pages/queries.ts"
import { sameDocument } from "#lib/pages/same-document.ts"
import { TEMPLATE_NAMES, templateOf } from "#lib/pages/templates.ts"
import { wordsOf } from "#messages/catalogues.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Build the page") }
}

/** Every face a look can ask for; the browser fetches those that are shown. */
const FACES = ["bricolage", "bricolage-narrow", "instrument", "jetbrains"] as const

type Props = { params: Promise<{ site: string }> }

export default async function PageEditorPage({ params }: Props) {
  const { site: siteId } = await params
  const actor = await requirePageActor(`/dashboard/sites/${siteId}/page`, "fan")
  if (!isId("site", siteId)) notFound()
  const draft = await ownDraft(actor, siteId)
  return (
    <div className="page-editor-page">
      <PageEditor {...(await editorProps(actor, siteId, draft))} />
    </div>
  )
}

async function ownDraft(actor: Actor, siteId: Id<"site">): Promise<Draft> {
  try {
    return await getDraft(deps().db, actor, siteId)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}

async function editorProps(actor: Actor, siteId: Id<"site">, draft: Draft): Promise<PageEditorProps> {
  const { db, config, clock } = deps()
  const { site, locale, document } = draft
  const titles = await listTitlesOnSite(db, siteId)
  const question = { site, locale, document, publicUrl: config.publicUrl, onOwnDomain: false, now: clock.now() }
  const here = `/dashboard/sites/${siteId}`
  return {
    siteId,
    siteName: site.name,
    address: `${config.publicUrl}/s/${site.slug}`,
    base: `${here}/page`,
    siteHref: here,
    signInHref: `/sign-in?callbackUrl=${encodeURIComponent(here)}`,
    locale,
    document,
    revision: draft.revision,
    savedAt: draft.savedAt?.toISOString() ?? null,
    isPublished: draft.publishedVersionId !== null,
    isLive: await isLive(actor, siteId, draft),
    templates: TEMPLATE_NAMES.map((name) => ({ name, document: templateOf(name, { ...site, titles }) })),
    context: await promoContextOf(db, question),
    style: `${fontFaces(FACES)}${PROMO_STYLE}`,
    button: firstButton(titles, config.publicUrl, wordsOf(locale)),
  }
}

/** Whether visitors see just this draft. */
async function isLive(actor: Actor, siteId: Id<"site">, draft: Draft): Promise<boolean> {
  if (!draft.publishedVersionId) return false
  const version = await getVersion(deps().db, actor, siteId, draft.publishedVersionId)
  return sameDocument(version.document, draft.document)
}

/** The plainest form, in the page's language: what a fan can take away at once. */
function firstButton(titles: readonly ShownTitle[], publicUrl: string, t: Translate): PageEditorProps["button"] {
  const first = titles.find((title) => title.code !== null)
  if (!first?.code) return null
  const { code, name: titleName, priceCents, hasDemo } = first
  const link = { code, titleName, priceCents, hasDemo, offered: true, siteSlug: null, siteName: null, publicUrl }
  const wish = { form: "html", size: "wide", choice: PLAIN_CHOICE } as const
  return { titleName, html: copyText(link, wish, { t, all: spoken(PLAIN_CHOICE, wordsOf) }) }
}
