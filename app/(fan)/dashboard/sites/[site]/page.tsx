/** One fan site: its promo page, the titles on it with their links, what the fan's nodes stock of them, and its text. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ProvedMark } from "#components/fans/proved-mark.tsx"
import { RefreshWhile } from "#components/fans/refresh-while.tsx"
import { escapeHtml } from "#components/plain/html.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, Select } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { listNodes, shelf } from "#lib/delivery/queries.ts"
import { isOurs } from "#lib/fans/check-proof.ts"
import { listLinks } from "#lib/fans/link-queries.ts"
import { getProof } from "#lib/fans/proof-queries.ts"
import { getOwnSite, listTitlesOnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { listSitePages } from "#lib/pages/site-pages.ts"
import { saveSite, showTitle } from "../actions.ts"
import { PageState } from "../page-state.tsx"
import { SiteFields } from "../site-fields.tsx"
import { ProofSection } from "./proof-section.tsx"
import { TitleRow } from "./title-row.tsx"

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
          <span className="grid gap-3">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="break-all">{site.url}</span>
              {proof.proof?.state === "proved" ? (
                <ProvedMark t={t} place={null} />
              ) : (
                !ours && (
                  <a href="#prove" className="link text-16">
                    {t("Prove it is yours")}
                  </a>
                )
              )}
            </span>
            <PageState t={t} page={pages.find((page) => page.siteId === siteId)} />
          </span>
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
        <Section
          title={t("Titles on this site")}
          description={t("Each has a button that credits you. Stock its demo and you also earn for carrying it.")}
        >
          {shown.length === 0 ? (
            <EmptyState title={t("The first title will stand here")}>
              {offered.length > 0
                ? t("Choose one below; its button is made with it.")
                : t("The catalogue is empty at the moment. As soon as a title is published you can choose it here.")}
            </EmptyState>
          ) : (
            <ul className="grid gap-3">
              {shown.map((title) => (
                <TitleRow
                  key={title.titleId}
                  t={t}
                  siteId={siteId}
                  title={title}
                  nodes={nodes}
                  stocked={stocked.filter((item) => item.titleId === title.titleId)}
                  link={links.find((link) => link.code === title.code) ?? null}
                />
              ))}
            </ul>
          )}
          {offered.length > 0 && <AddTitle t={t} siteId={siteId} offered={offered} />}
        </Section>
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
        <Section title={t("Name, address and words")}>
          <ActionForm
            action={saveSite}
            className="max-w-read"
            aria-label={t("Change the site")}
            values={{ name: site.name, url: site.url, slug: site.slug, words: site.words }}
          >
            <FormError />
            <input type="hidden" name="siteId" value={siteId} />
            <SiteFields t={t} publicUrl={config.publicUrl} />
            <SubmitButton variant="secondary">{t("Save")}</SubmitButton>
          </ActionForm>
        </Section>
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

type AddTitleProps = { t: Translate; siteId: Id<"site">; offered: { id: Id<"title">; name: string }[] }

function AddTitle({ t, siteId, offered }: AddTitleProps) {
  return (
    <ActionForm action={showTitle} className="max-w-read" aria-label={t("Show a title")}>
      <FormError />
      <input type="hidden" name="siteId" value={siteId} />
      <Field name="titleId" label={t("Show another title")}>
        <Select>
          {offered.map((title) => (
            <option key={title.id} value={title.id}>
              {title.name}
            </option>
          ))}
        </Select>
      </Field>
      <SubmitButton>{t("Show it on this site")}</SubmitButton>
    </ActionForm>
  )
}
