import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { TitleChip } from "#components/publish/release-chip.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card } from "#components/ui/card.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { findPublisherOf, listTitlesOfPublisher, type PublisherTitle } from "#lib/catalog/queries.ts"
import { setUpPublisher } from "./actions.ts"

export const metadata: Metadata = { title: "Publish" }

/** The publisher's desk: every title with its price, its state and the release that is delivered. */
export default async function PublishPage() {
  const actor = await requirePageActor("/publish")
  const publisher = await findPublisherOf(deps().db, actor.userId)
  if (!publisher) return <SetUp />
  const titles = await listTitlesOfPublisher(deps().db, actor.userId)
  return (
    <Page>
      <PageHeader
        eyebrow={publisher.name}
        title="Your titles"
        lead="Each with the release that is delivered today."
        actions={
          <>
            <ButtonLink href="/publish/keys">Keys</ButtonLink>
            <ButtonLink href="/publish/new" variant="primary">
              Add a title
            </ButtonLink>
          </>
        }
      />
      <DataTable
        caption="Your titles"
        columns={COLUMNS}
        rows={titles}
        rowKey={(t) => t.id}
        empty={
          <EmptyState title="No title yet" action={<ButtonLink href="/publish/new">Add a title</ButtonLink>}>
            A title is a game, film, album or asset pack with its price and what its demo opens. Add one, upload a
            release, and put it on offer.
          </EmptyState>
        }
      />
    </Page>
  )
}

const COLUMNS = [
  {
    key: "name",
    header: "Title",
    rowHeader: true,
    cell: (t: PublisherTitle) => (
      <Link href={`/publish/${t.slug}`} className="underline decoration-brass-fill decoration-2 underline-offset-4">
        {t.name}
      </Link>
    ),
  },
  { key: "state", header: "State", cell: (t: PublisherTitle) => <TitleChip state={t.state} /> },
  { key: "release", header: "Delivered release", cell: (t: PublisherTitle) => t.currentVersion ?? "none yet" },
  { key: "demo", header: "Demo", cell: (t: PublisherTitle) => t.demoTerms },
  {
    key: "price",
    header: "Price",
    align: "end" as const,
    cell: (t: PublisherTitle) => (t.priceCents === 0n ? "free" : <Money cents={t.priceCents} currency={t.currency} />),
  },
]

function SetUp() {
  return (
    <Page width="form">
      <PageHeader
        title="Publish your work"
        lead="Of each sale 80 % is yours; fans who bring buyers and carry the bits share 10 %."
      />
      <Card>
        <ActionForm action={setUpPublisher}>
          <FormError />
          <Field
            name="name"
            label="Your publisher name"
            hint="It stands under each of your titles: a studio, a band, your own name."
          >
            <TextInput autoComplete="organization" maxLength={120} />
          </Field>
          <SubmitButton>Continue</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  )
}
