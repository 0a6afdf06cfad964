/** A fan's referral links with their clicks, and the form that makes one. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { type Column, DataTable } from "#components/ui/data-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, Select, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { type LinkView, listLinks, listSites, type SiteView } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { makeLink } from "./actions.ts"

export const metadata: Metadata = { title: "Your links" }

const COLUMNS: readonly Column<LinkView>[] = [
  {
    key: "link",
    header: "Link",
    rowHeader: true,
    cell: (link) => (
      <Link href={`/dashboard/links/${link.linkId}`} className="font-mono">
        /r/{link.code}
      </Link>
    ),
  },
  { key: "title", header: "Title", cell: (link) => link.titleName },
  { key: "site", header: "Site", cell: (link) => link.siteName ?? "none" },
  { key: "sub", header: "Sub-id", cell: (link) => link.subId ?? "" },
  { key: "state", header: "State", cell: (link) => <LinkState link={link} /> },
  { key: "counted", header: "Counted clicks", align: "end", cell: (link) => link.countedClicks },
  { key: "raw", header: "All clicks", align: "end", cell: (link) => link.rawClicks },
]

export default async function LinksPage() {
  const actor = await requirePageActor("/dashboard/links", "fan")
  const { db } = deps()
  const [links, sites, titles] = await Promise.all([
    listLinks(db, actor.userId),
    listSites(db, actor.userId),
    listPublishedTitles(db),
  ])
  return (
    <Page>
      <PageHeader
        title="Your links"
        lead="Counted clicks leave out robots, prefetching browsers and the same visitor within an hour. Nothing is dropped: all clicks are kept beside them."
      />
      <div className="grid gap-16">
        <DataTable
          caption="Your links, newest first"
          columns={COLUMNS}
          rows={links}
          rowKey={(link) => link.linkId}
          empty={<EmptyState title="Your links will stand here">Make the first one below.</EmptyState>}
        />
        <Section title="Make a link">
          <NewLink sites={sites} titles={titles} />
        </Section>
      </div>
    </Page>
  )
}

function LinkState({ link }: { link: LinkView }) {
  if (link.archivedAt) return <Chip>retired</Chip>
  return link.titleState === "published" ? <Chip tone="ok">live</Chip> : <Chip tone="danger">title withdrawn</Chip>
}

function NewLink({ sites, titles }: { sites: SiteView[]; titles: { id: Id<"title">; name: string }[] }) {
  return (
    <ActionForm action={makeLink} className="max-w-read" aria-label="Make a link">
      <FormError />
      <Field name="titleId" label="Title">
        <Select>
          {titles.map((title) => (
            <option key={title.id} value={title.id}>
              {title.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="siteId" label="Site" required={false}>
        <Select>
          <option value="">None</option>
          {sites.map((site) => (
            <option key={site.siteId} value={site.siteId}>
              {site.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        name="subId"
        label="Sub-id"
        required={false}
        hint="Your own tag, such as sidebar or summer-2026; ?s= on a click overrides it"
      >
        <TextInput maxLength={64} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <SubmitButton>Make the link</SubmitButton>
    </ActionForm>
  )
}
