/** One referral link: its clicks, where it leads, everything that takes it away, its notes and its history. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { copyLinkOf } from "#app/_server/copy-link.ts"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { CopyPanel } from "#components/embed/copy-panel.tsx"
import { type PageQuery, readWish } from "#components/embed/copy-wish.ts"
import { LinkHistory } from "#components/fans/link-history.tsx"
import { stateAdvice, stateWord } from "#components/fans/link-words.ts"
import { QrPanel } from "#components/fans/qr-panel.tsx"
import { SubIdBuilder } from "#components/fans/sub-id-builder.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Stat } from "#components/ui/stat.tsx"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { SUB_ID_NAMES, type SubIds } from "#lib/fans/link-address.ts"
import { getOwnLink, type LinkView, listLinkChanges } from "#lib/fans/link-queries.ts"
import { isDead } from "#lib/fans/link-state.ts"
import { listSites } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { formatCount } from "#lib/kernel/format.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { LinkEnd, LinkNotes, LinkWay } from "./link-forms.tsx"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your link") })

type Props = {
  params: Promise<{ link: string }>
  searchParams: Promise<PageQuery>
}

export default async function LinkPage({ params, searchParams }: Props) {
  const { link: linkId } = await params
  const actor = await requirePageActor(`/dashboard/links/${linkId}`, "fan")
  if (!isId("link", linkId)) notFound()
  const t = await words()
  const { db, config } = deps()
  const link = await ownLink(actor.userId, linkId)
  const [sites, titles, changes, typed] = await Promise.all([
    listSites(db, actor.userId),
    listPublishedTitles(db),
    listLinkChanges(db, actor.userId, linkId),
    searchParams,
  ])
  const address = `${config.publicUrl}/r/${link.code}`
  const site = sites.find((one) => one.siteId === link.siteId) ?? null
  const copyLink = await copyLinkOf({ ...link, site })
  return (
    <Page>
      <PageHeader
        eyebrow={link.name ? t("Your link to {title}", { title: link.titleName }) : t("Your link to")}
        title={link.name || link.titleName}
        lead={[link.siteName, link.subId].filter(Boolean).join(" · ")}
        actions={
          !isDead(link.state) && <ButtonLink href={`/titles/${link.titleSlug}`}>{t("See the title")}</ButtonLink>
        }
      />
      <div className="grid grid-cols-1 gap-16">
        <Matter t={t} link={link} />
        <div className="grid grid-cols-1 gap-6 md:grid-cols-2 xl:grid-cols-[1fr_1fr_2fr]">
          <Stat
            label={t("Counted clicks")}
            value={formatCount(link.countedClicks, t.locale)}
            tone="referral"
            story={t("No robots, no prefetching, each visitor once an hour.")}
          />
          <Stat
            label={t("All clicks")}
            value={formatCount(link.rawClicks, t.locale)}
            story={t("Every request, as it came.")}
          />
          <CopyField label={t("The link itself")} value={address} />
        </div>
        <LinkWay t={t} link={link} sites={sites} titles={titles} />
        <Section
          title={t("Take the button with you")}
          description={t("Every form leads through the same link, and says that you earn from it.")}
        >
          <CopyPanel
            t={t}
            link={copyLink}
            wish={readWish(typed, copyLink)}
            path={`/dashboard/links/${linkId}`}
            wordsOf={wordsOf}
          />
        </Section>
        <Section
          id="qr"
          title={t("Print it")}
          description={t("A QR code for flyers, stickers and the corner of a stream.")}
        >
          <QrPanel code={link.code} />
        </Section>
        <Section
          id="sub-ids"
          title={t("Tell places apart")}
          description={t(
            "One link can stand in many places. Give each its own sub-id and your figures show which one works: s=sidebar, s1=spring.",
          )}
        >
          <SubIdBuilder link={address} path={`/dashboard/links/${linkId}`} begun={begunOf(typed)} />
        </Section>
        <LinkNotes t={t} link={link} />
        <Section title={t("History")}>
          <LinkHistory t={t} createdAt={link.createdAt} changes={changes} />
        </Section>
        <LinkEnd t={t} link={link} />
      </div>
    </Page>
  )
}

/** What is the matter, before anything else. */
function Matter({ t, link }: { t: Translate; link: LinkView }) {
  if (link.archivedAt)
    return <Notice tone="brass">{t("This link is retired: visitors still arrive, nothing is counted.")}</Notice>
  const advice = stateAdvice(t, link.state)
  if (!advice) return null
  return <Notice tone={stateWord(t, link).tone === "danger" ? "danger" : "brass"}>{advice}</Notice>
}

const begunOf = (typed: Awaited<Props["searchParams"]>): SubIds =>
  Object.fromEntries(
    SUB_ID_NAMES.flatMap((name) => {
      const value = typed[name]
      return typeof value === "string" ? [[name, value.slice(0, 64)]] : []
    }),
  )

async function ownLink(ownerId: Id<"user">, linkId: Id<"link">): Promise<LinkView> {
  try {
    return await getOwnLink(deps().db, ownerId, linkId)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}
