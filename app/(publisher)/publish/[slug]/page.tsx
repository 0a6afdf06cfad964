import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { demoWord } from "#components/publish/title-words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Picture } from "#components/ui/picture.tsx"
import { listReleases, type TitleView } from "#lib/catalog/queries.ts"
import { offerTitle, takeTitleOff } from "../actions.ts"
import { ownTitle, type TitleParams } from "./own-title.ts"
import { ReleaseList } from "./release-list.tsx"
import { ReviewSection } from "./review-section.tsx"
import { TitleFrame } from "./title-frame.tsx"

export async function generateMetadata(props: TitleParams): Promise<Metadata> {
  return { title: (await ownTitle(props)).name }
}

/** One title on its publisher's desk: whether it is offered, its releases, its deal. */
export default async function PublisherTitlePage(props: TitleParams) {
  const title = await ownTitle(props)
  const t = await words()
  const releases = await listReleases(deps().db, title.id)
  const deliverable = releases.some((r) => r.state === "published")
  return (
    <TitleFrame
      title={title}
      place="overview"
      actions={
        <ButtonLink href={`/publish/${title.slug}/release`} variant={deliverable ? "secondary" : "primary"}>
          {t("Upload a release")}
        </ButtonLink>
      }
    >
      <div className="grid gap-12 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid content-start gap-12">
          <ReviewSection title={title} />
          <Offer title={title} deliverable={deliverable} />
          <ReleaseList slug={title.slug} releases={releases} />
        </div>
        <aside className="grid content-start gap-6">
          <Cover title={title} />
          <Deal title={title} />
        </aside>
      </div>
    </TitleFrame>
  )
}

type OfTitle = { title: TitleView }

async function Offer({ title, deliverable }: OfTitle & { deliverable: boolean }) {
  const t = await words()
  if (title.state === "published")
    return (
      <ActionForm action={takeTitleOff} values={{ title: title.slug }}>
        <input type="hidden" name="title" value={title.slug} />
        <FormError />
        <Notice tone="ok" title={t("On offer")}>
          {title.demoTerms === "none"
            ? t("People can buy it; fans can link to it and stock it.")
            : t("People can buy it and try its demo; fans can link to it and stock it.")}
        </Notice>
        <div>
          <SubmitButton variant="danger">{t("Take it off offer")}</SubmitButton>
        </div>
      </ActionForm>
    )
  if (title.state === "in_review" || title.state === "taken_down") return null
  if (!deliverable)
    return (
      <Notice tone="info" title={t("Next: upload a release")}>
        {t(
          "There is nothing to deliver yet. Upload the first release; when it is published you can put the title on offer.",
        )}
      </Notice>
    )
  return (
    <ActionForm action={offerTitle}>
      <input type="hidden" name="title" value={title.slug} />
      <FormError />
      <Notice tone="brass" title={t("Ready to be offered")}>
        {t("Its release is published. From the moment you put it on offer people can buy it.")}
      </Notice>
      <div>
        <SubmitButton>{t("Put it on offer")}</SubmitButton>
      </div>
    </ActionForm>
  )
}

async function Cover({ title }: OfTitle) {
  const t = await words()
  if (!title.cover)
    return (
      <Section title={t("Cover")}>
        <Notice tone="brass">
          <p>{t("It has no cover yet, and a cover is what people see first.")}</p>
          <ButtonLink href={`/publish/${title.slug}/edit#cover`} size="small" className="mt-3">
            {t("Choose a cover")}
          </ButtonLink>
        </Notice>
      </Section>
    )
  return (
    <Picture
      picture={title.cover}
      sizes="(min-width: 64rem) 18rem, 100vw"
      alt={t("Cover of {name}", { name: title.name })}
      priority
      className="rounded-card border border-line"
    />
  )
}

async function Deal({ title }: OfTitle) {
  const t = await words()
  return (
    <Card as="section">
      <h2 className="sr-only">{t("The deal")}</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <dt className="text-muted">{t("Price")}</dt>
        <dd className="text-end">
          {title.priceCents === 0n ? t("free") : <Money cents={title.priceCents} currency={title.currency} />}
        </dd>
        <dt className="text-muted">{t("Demo")}</dt>
        <dd className="text-end">{demoWord(t, title.demoTerms)}</dd>
        <dt className="text-muted">{t("Address")}</dt>
        <dd className="text-end font-mono text-14 break-all">/titles/{title.slug}</dd>
      </dl>
    </Card>
  )
}
