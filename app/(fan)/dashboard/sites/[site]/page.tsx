/** One fan site: its promo page, the titles on it with their links, what the fan's nodes stock of them, and its text. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ProvedMark } from "#components/fans/proved-mark.tsx"
import { RefreshWhile } from "#components/fans/refresh-while.tsx"
import { escapeHtml } from "#components/plain/html.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { listNodes, shelf } from "#lib/delivery/queries.ts"
import { isOurs } from "#lib/fans/check-proof.ts"
import { listLinks } from "#lib/fans/link-queries.ts"
import { getProof } from "#lib/fans/proof-queries.ts"
import { getOwnSite, listTitlesOnSite, type SiteView } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { listSitePages } from "#lib/pages/site-pages.ts"
import { saveSite } from "../actions.ts"
import { PageState } from "../page-state.tsx"
import { SiteFields } from "../site-fields.tsx"
import { ProofSection } from "./proof-section.tsx"
import { TitlesOnSite } from "./titles-on-site.tsx"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your site") })

type Props = { params: Promise<{ site: string }> }

export default async function SitePage({ params }: Props) {
  const t = await words()
  const { site: siteId } = await params
  const actor = await requirePageActor(`/dashboard/sites/${siteId}`, "fan")
  if (!isId("site", siteId)) notFound()
  const site = await ownSite(actor.userId, siteId)
  const { db, clock, config } = deps()
  const [shown, nodes, stocked, links, all, pages, proof] = await Promise.all([
    listTitlesOnSite(db, siteId),
    listNodes(db, actor.userId, clock.now()),
    shelf(db, actor.userId),
    listLinks(db, actor.userId),
    listPublishedTitles(db),
    listSitePages(db, actor.userId),
    getProof(db, actor.userId, siteId),
  ])
  const offered = all.filter((title) => !shown.some((s) => s.titleId === title.id))
  const ours = isOurs(site.url, config)
  const button = links.find((link) => link.code === shown[0]?.code)
  return (
    <Page>
      <RefreshWhile active={stocked.some((item) => item.wanted && item.completeAt === null)} />
      <PageHeader
        eyebrow={t("Your site")}
        title={site.name}
        lead={
          <SiteLead t={t} site={site} isProved={proof.proof?.state === "proved"} isOurs={ours}>
            <PageState t={t} page={pages.find((page) => page.siteId === siteId)} />
          </SiteLead>
        }
        actions={
          <>
            <ButtonLink href={`/s/${site.slug}`} prefetch={false}>
              {t("Open the promo page")}
            </ButtonLink>
            <ButtonLink variant="primary" href={`/dashboard/sites/${siteId}/page`} prefetch={false}>
              {t("Build the page")}
            </ButtonLink>
          </>
        }
      />
      <div className="grid gap-16">
        <TitlesOnSite t={t} siteId={siteId} shown={shown} offered={offered} stock={{ nodes, stocked }} links={links} />
        <ProofSection
          t={t}
          view={proof}
          isOurs={ours}
          copied={{
            promoUrl: `${config.publicUrl}/s/${site.slug}`,
            promoName: escapeHtml(site.name),
            buttonsHref: button ? `/dashboard/links/${button.linkId}` : null,
          }}
        />
        <SiteText t={t} site={site} publicUrl={config.publicUrl} />
      </div>
    </Page>
  )
}

async function ownSite(ownerId: Id<"user">, siteId: Id<"site">) {
  try {
    return await getOwnSite(deps().db, ownerId, siteId)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}

type SiteLeadProps = { t: Translate; site: SiteView; isProved: boolean; isOurs: boolean; children: ReactNode }

/** Where the site is and whether it is proved; below it, where its promo page stands. */
function SiteLead({ t, site, isProved, isOurs: ours, children }: SiteLeadProps) {
  return (
    <span className="grid gap-3">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="break-all">{site.url}</span>
        {isProved && <ProvedMark t={t} place={null} />}
        {!isProved && !ours && (
          <a href="#prove" className="link text-16">
            {t("Prove it is yours")}
          </a>
        )}
      </span>
      {children}
    </span>
  )
}

function SiteText({ t, site, publicUrl }: { t: Translate; site: SiteView; publicUrl: string }) {
  return (
    <Section title={t("Name, address and words")}>
      <ActionForm
        action={saveSite}
        className="max-w-read"
        aria-label={t("Change the site")}
        values={{ name: site.name, url: site.url, slug: site.slug, words: site.words }}
      >
        <FormError />
        <input type="hidden" name="siteId" value={site.siteId} />
        <SiteFields t={t} publicUrl={publicUrl} />
        <SubmitButton variant="secondary">{t("Save")}</SubmitButton>
      </ActionForm>
    </Section>
  )
}
