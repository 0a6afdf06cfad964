import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { CoverPicker } from "#components/publish/cover-picker.tsx"
import { TitleChip } from "#components/publish/release-chip.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listReleases, type TitleView } from "#lib/catalog/queries.ts"
import { offerTitle, takeTitleOff } from "../actions.ts"
import { ownTitle, type TitleParams } from "./own-title.ts"
import { ReleaseList } from "./release-list.tsx"
import { ReviewSection } from "./review-section.tsx"

export async function generateMetadata(props: TitleParams): Promise<Metadata> {
  return { title: (await ownTitle(props)).name }
}

/** One title on its publisher's desk: its state, its cover, its releases. */
export default async function PublisherTitlePage(props: TitleParams) {
  const title = await ownTitle(props)
  const releases = await listReleases(deps().db, title.id)
  const deliverable = releases.some((r) => r.state === "published")
  return (
    <Page>
      <PageHeader
        eyebrow={<TitleChip state={title.state} />}
        title={title.name}
        lead={title.tagline}
        actions={
          <>
            <ButtonLink href={`/publish/${title.slug}/edit`}>Edit</ButtonLink>
            {title.state === "published" && <ButtonLink href={`/titles/${title.slug}`}>See its page</ButtonLink>}
            <ButtonLink href={`/publish/${title.slug}/release`} variant={deliverable ? "secondary" : "primary"}>
              Upload a release
            </ButtonLink>
          </>
        }
      />
      <div className="grid gap-12 lg:grid-cols-[1fr_20rem]">
        <div className="grid content-start gap-12">
          <ReviewSection title={title} />
          <Offer title={title} deliverable={deliverable} />
          <ReleaseList slug={title.slug} releases={releases} />
        </div>
        <aside className="grid content-start gap-8">
          <Cover title={title} />
          <Deal title={title} />
        </aside>
      </div>
    </Page>
  )
}

function Offer({ title, deliverable }: { title: TitleView; deliverable: boolean }) {
  if (title.state === "published")
    return (
      <ActionForm action={takeTitleOff} values={{ title: title.slug }}>
        <input type="hidden" name="title" value={title.slug} />
        <FormError />
        <Notice tone="ok" title="On offer">
          People can buy it{title.demoTerms === "none" ? "" : " and try its demo"}; fans can link to it and stock it.
        </Notice>
        <div>
          <SubmitButton variant="danger">Take it off offer</SubmitButton>
        </div>
      </ActionForm>
    )
  if (title.state === "in_review" || title.state === "taken_down") return null
  if (!deliverable)
    return (
      <Notice tone="info" title="Next: upload a release">
        There is nothing to deliver yet. Upload the first release; when it is published you can put the title on offer.
      </Notice>
    )
  return (
    <ActionForm action={offerTitle}>
      <input type="hidden" name="title" value={title.slug} />
      <FormError />
      <Notice tone="brass" title="Ready to be offered">
        Its release is published. From the moment you put it on offer people can buy it.
      </Notice>
      <div>
        <SubmitButton>Put it on offer</SubmitButton>
      </div>
    </ActionForm>
  )
}

function Cover({ title }: { title: TitleView }) {
  return (
    <Section title="Cover">
      {title.hasCover && (
        // biome-ignore lint/performance/noImgElement: a cover comes from the database in one size; there is nothing to optimise
        <img
          src={`/titles/${title.slug}/cover`}
          alt={`Cover of ${title.name}`}
          className="w-full rounded-card border border-line bg-sunken object-contain"
        />
      )}
      <CoverPicker titleId={title.id} hasCover={title.hasCover} />
    </Section>
  )
}

function Deal({ title }: { title: TitleView }) {
  return (
    <Card as="section">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <dt className="text-muted">Price</dt>
        <dd className="text-end">
          {title.priceCents === 0n ? "free" : <Money cents={title.priceCents} currency={title.currency} />}
        </dd>
        <dt className="text-muted">Demo</dt>
        <dd className="text-end">{title.demoTerms}</dd>
        <dt className="text-muted">Address</dt>
        <dd className="text-end font-mono text-14 break-all">/titles/{title.slug}</dd>
      </dl>
    </Card>
  )
}
