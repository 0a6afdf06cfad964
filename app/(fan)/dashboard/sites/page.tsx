/** A fan's sites, how far the page of each is, and the form that registers one. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listLinks } from "#lib/fans/link-queries.ts"
import { listProofs } from "#lib/fans/proof-queries.ts"
import { listSites, listTitlesOnSite } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { listSitePages } from "#lib/pages/site-pages.ts"
import { registerSite } from "./actions.ts"
import { SiteCard } from "./site-card.tsx"
import { SiteFields } from "./site-fields.tsx"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your sites") })

export default async function SitesPage() {
  const actor = await requirePageActor("/dashboard/sites", "fan")
  const t = await words()
  const { publicUrl } = deps().config
  const sites = await sitesOf(actor.userId)
  return (
    <Page>
      <PageHeader
        title={t("Your sites")}
        lead={t("Where you tell people about the works you love. Each gets a promo page and its own links.")}
        actions={sites.length > 0 && <ButtonLink href="#register">{t("Register another one")}</ButtonLink>}
      />
      <div className="grid gap-16">
        {sites.length === 0 ? (
          <NoSites t={t} />
        ) : (
          <div className="grid grid-cols-1 gap-4">
            <ul className="grid gap-5 md:grid-cols-2">
              {sites.map((each) => (
                <SiteCard key={each.site.siteId} {...each} t={t} publicUrl={publicUrl} />
              ))}
            </ul>
            <ExportLinks t={t} name="sites" what={t("All sites")} />
          </div>
        )}
        <Section id="register" title={t("Register a site")}>
          <ActionForm action={registerSite} className="max-w-read" aria-label={t("Register a site")}>
            <FormError />
            <SiteFields t={t} publicUrl={publicUrl} />
            <SubmitButton>{t("Register the site")}</SubmitButton>
          </ActionForm>
        </Section>
      </div>
    </Page>
  )
}

async function sitesOf(ownerId: Id<"user">) {
  const { db } = deps()
  const [sites, pages, links, proofs] = await Promise.all([
    listSites(db, ownerId),
    listSitePages(db, ownerId),
    listLinks(db, ownerId),
    listProofs(db, ownerId),
  ])
  const titles = await Promise.all(sites.map((site) => listTitlesOnSite(db, site.siteId)))
  return sites.map((site, i) => ({
    site,
    isProved: proofs.get(site.siteId)?.state === "proved",
    titles: titles[i] ?? [],
    page: pages.find((page) => page.siteId === site.siteId),
    link: links.find((link) => link.code === titles[i]?.[0]?.code) ?? null,
  }))
}

function NoSites({ t }: { t: Translate }) {
  const steps = [
    t("Register it below: its name, where it is, and the address its promo page shall have."),
    t("Put titles on it. Each gets a button that remembers that you brought the visitor."),
    t("Build the page from a designed beginning, publish it, and put the button on your blog."),
  ]
  return (
    <EmptyState title={t("Your sites will stand here")}>
      <p>{t("A site is wherever you speak: a blog, a channel, a forum signature. Three steps, and it can earn:")}</p>
      <ol className="mt-3 grid gap-2">
        {steps.map((step, i) => (
          <li key={step} className="flex gap-3">
            <span className="figures font-semibold text-brass">{i + 1}</span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
    </EmptyState>
  )
}
