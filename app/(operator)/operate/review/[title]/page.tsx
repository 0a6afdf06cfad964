/** One title to decide on: what buyers would see, what is in it, whose it is, and the three things one can do. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ActForm } from "#components/operate/act-form.tsx"
import { PublisherFacts } from "#components/operate/publisher-facts.tsx"
import { ReleaseContents } from "#components/operate/release-contents.tsx"
import { ReviewTalk } from "#components/operate/review-talk.tsx"
import { ShortcutKeys } from "#components/operate/shortcut-keys.tsx"
import { TitlePreview } from "#components/operate/title-preview.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { galleryOf } from "#lib/catalog/gallery.ts"
import { findTitle, listReleaseFiles, listReleases } from "#lib/catalog/queries.ts"
import { listReviewsOf } from "#lib/catalog/review-queries.ts"
import { publisherHistory } from "#lib/operate/desk-queries.ts"
import { reviewMark } from "#lib/operate/review-mark.ts"
import { approve, ask, refuse } from "../../actions.ts"
import { idOr404 } from "../../id-or-404.ts"

type Props = { params: Promise<{ title: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await words()
  const title = await findTitle(deps().db, idOr404("title", (await params).title))
  return { title: t("Review of {name}", { name: title?.name ?? "" }) }
}

export default async function ReviewTitlePage({ params }: Props) {
  const id = idOr404("title", (await params).title)
  await requirePageActor(`/operate/review/${id}`, "operator")
  const t = await words()
  const { db } = deps()
  const title = await findTitle(db, id)
  if (!title) notFound()
  // Marked first: what changes while this page is read makes the approval fail, never pass.
  const seen = await reviewMark(db, id)
  const [reviews, releases, history] = [
    await listReviewsOf(db, id),
    await listReleases(db, id),
    await publisherHistory(db, title.publisherId),
  ]
  const current = releases.find((r) => r.state === "published")
  const files = current ? await listReleaseFiles(db, current.id) : []
  return (
    <Page>
      <PageHeader eyebrow={t("Review")} title={title.name} lead={title.tagline} />
      <div className="grid gap-12 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="grid content-start gap-12">
          <TitlePreview t={t} title={title} gallery={await galleryOf(db, id)} />
          <Section title={t("What is in it")}>
            <ReleaseContents t={t} release={current ?? null} files={files} />
          </Section>
          {reviews.map((review) => (
            <Section key={review.id} title={review.state === "open" ? t("This review") : t("Before")}>
              {review.reason && <p className="max-w-read whitespace-pre-line">{review.reason}</p>}
              <ReviewTalk notes={review.notes} t={t} />
            </Section>
          ))}
        </div>
        <aside aria-label={t("Decide")} className="grid content-start gap-6">
          <PublisherFacts t={t} history={history} />
          {title.state === "in_review" ? (
            <div className="grid gap-3">
              <ActForm
                t={t}
                action={approve}
                id={id}
                label={t("Approve")}
                shortcut="A"
                consequences={[t("It is offered at once, and its publisher is told.")]}
                fields={<input type="hidden" name="seen" value={seen} />}
              />
              <ActForm
                t={t}
                action={ask}
                id={id}
                label={t("Ask the publisher")}
                shortcut="Q"
                reasonLabel={t("Question")}
                consequences={[t("The publisher gets a mail and can answer; the title goes on waiting.")]}
              />
              <ActForm
                t={t}
                action={refuse}
                id={id}
                danger
                label={t("Refuse")}
                shortcut="R"
                consequences={[
                  t("It goes back to its publisher as a draft, with your reason, and can be sent in again."),
                ]}
              />
              <ShortcutKeys />
            </div>
          ) : (
            <EmptyState
              title={t("Decided.")}
              action={<ButtonLink href="/operate/review">{t("Back to the queue")}</ButtonLink>}
            >
              {t("This title does not wait for review any more.")}
            </EmptyState>
          )}
        </aside>
      </div>
    </Page>
  )
}
