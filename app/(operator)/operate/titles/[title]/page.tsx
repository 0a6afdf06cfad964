/** One title for an operator: where it stands, how far a takedown would reach, and the record. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ActForm } from "#components/operate/act-form.tsx"
import { ActList } from "#components/operate/act-list.tsx"
import { titleStateName } from "#components/operate/act-words.ts"
import { PublisherFacts } from "#components/operate/publisher-facts.tsx"
import { TitlePreview } from "#components/operate/title-preview.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { galleryOf } from "#lib/catalog/gallery.ts"
import { findTitle } from "#lib/catalog/queries.ts"
import { actsOn } from "#lib/operate/act-queries.ts"
import { publisherHistory, reachOf } from "#lib/operate/desk-queries.ts"
import { restore, takeDown } from "../../actions.ts"
import { idOr404 } from "../../id-or-404.ts"

type Props = { params: Promise<{ title: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = await findTitle(deps().db, idOr404("title", (await params).title))
  return { title: title?.name ?? "" }
}

export default async function OperatorTitlePage({ params }: Props) {
  const id = idOr404("title", (await params).title)
  await requirePageActor(`/operate/titles/${id}`, "operator")
  const t = await words()
  const { db } = deps()
  const title = await findTitle(db, id)
  if (!title) notFound()
  const [reach, acts, history] = [
    await reachOf(db, id),
    await actsOn(db, [id]),
    await publisherHistory(db, title.publisherId),
  ]
  const down = title.state === "taken_down"
  return (
    <Page>
      <PageHeader
        eyebrow={
          <Chip tone={down ? "danger" : title.state === "published" ? "ok" : "neutral"}>
            {titleStateName(t, title.state)}
          </Chip>
        }
        title={title.name}
        lead={<span className="font-mono text-14 break-all">{id}</span>}
        actions={
          title.state === "in_review" ? (
            <ButtonLink href={`/operate/review/${id}`} variant="primary">
              {t("Review it")}
            </ButtonLink>
          ) : undefined
        }
      />
      <div className="grid gap-12 xl:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <div className="grid content-start gap-12">
          {down && title.takenDownNotice && (
            <Notice tone="danger" title={t("What visitors read")}>
              {title.takenDownNotice}
            </Notice>
          )}
          <TitlePreview t={t} title={title} gallery={await galleryOf(db, id)} />
          <Section title={t("Record")}>
            <ActList t={t} acts={acts} />
          </Section>
        </div>
        <aside aria-label={t("Acts")} className="grid content-start gap-6">
          <PublisherFacts t={t} history={history} />
          {down ? (
            <ActForm
              t={t}
              action={restore}
              id={id}
              label={t("Bring it back")}
              consequences={[
                t("If it was on offer before, it is again: links, embeds, pages and stocking go on as they were."),
                t("Buyers are not told; write to them if they should know."),
              ]}
            />
          ) : (
            <ActForm
              t={t}
              action={takeDown}
              id={id}
              danger
              label={t("Take it down")}
              noticeLabel={t("What visitors and buyers read in its place")}
              consequences={[
                t.n(
                  "One link and its buttons stop at once.",
                  "{count} links and their buttons stop at once.",
                  reach.links,
                ),
                t.n(
                  "One node drops its copy at its next heartbeat.",
                  "{count} nodes drop their copies at their next heartbeat.",
                  reach.nodes,
                ),
                t.n(
                  "One person has a right to it and is told by mail.",
                  "{count} people have a right to it and are told by mail.",
                  reach.owners,
                ),
                t.n(
                  "One purchase under way is not completed.",
                  "{count} purchases under way are not completed.",
                  reach.buying,
                ),
                t("Nobody is paid or refunded by this."),
                t("Other web processes follow within five seconds, browsers' own copies of badges within a minute."),
              ]}
            />
          )}
        </aside>
      </div>
    </Page>
  )
}
