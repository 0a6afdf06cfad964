/** A fan's sites, and the form that registers one. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { Card, Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listSites, type SiteView } from "#lib/fans/queries.ts"
import { registerSite } from "./actions.ts"
import { SiteFields } from "./site-fields.tsx"

export const metadata: Metadata = { title: "Your sites" }

export default async function SitesPage() {
  const actor = await requirePageActor("/dashboard/sites", "fan")
  const { db, config } = deps()
  const sites = await listSites(db, actor.userId)
  return (
    <Page>
      <PageHeader
        title="Your sites"
        lead="Where you tell people about the works you love. Each gets a promo page and its own links."
      />
      <div className="grid gap-16">
        {sites.length === 0 ? (
          <EmptyState title="Your sites will stand here">
            Register the first one below: its name, where it is, and the address its promo page shall have.
          </EmptyState>
        ) : (
          <ul className="grid gap-4 md:grid-cols-2">
            {sites.map((site) => (
              <SiteCard key={site.siteId} site={site} />
            ))}
          </ul>
        )}
        <Section title="Register a site">
          <ActionForm action={registerSite} className="max-w-read" aria-label="Register a site">
            <FormError />
            <SiteFields publicUrl={config.publicUrl} />
            <SubmitButton>Register the site</SubmitButton>
          </ActionForm>
        </Section>
      </div>
    </Page>
  )
}

function SiteCard({ site }: { site: SiteView }) {
  return (
    <Card as="li" className="grid gap-2">
      <h2 className="text-22">
        <Link href={`/dashboard/sites/${site.siteId}`}>{site.name}</Link>
      </h2>
      <p className="truncate text-14 text-muted">{site.url}</p>
      <p className="text-14">
        {site.titleCount} {site.titleCount === 1 ? "title" : "titles"} on{" "}
        <a href={`/s/${site.slug}`} className="font-mono">
          /s/{site.slug}
        </a>
      </p>
    </Card>
  )
}
