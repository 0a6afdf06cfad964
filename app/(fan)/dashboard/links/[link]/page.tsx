/** One referral link: its clicks, where it leads, everything that takes it away, its notes and its history. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { copyLinkOf } from "#app/_server/copy-link.ts"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import type { PageQuery } from "#components/embed/copy-wish.ts"
import { LinkHistory } from "#components/fans/link-history.tsx"
import { stateAdvice, stateWord } from "#components/fans/link-words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Stat } from "#components/ui/stat.tsx"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { getOwnLink, type LinkView, listLinkChanges } from "#lib/fans/link-queries.ts"
import { isDead } from "#lib/fans/link-state.ts"
import { listSites } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { formatCount } from "#lib/kernel/format.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { LinkEnd, LinkNotes, LinkWay } from "./link-forms.tsx"
import { TakeAway } from "./take-away.tsx"

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
        <LinkFigures t={t} link={link} address={address} />
        <LinkWay t={t} link={link} sites={sites} titles={titles} />
        <TakeAway t={t} link={copyLink} address={address} path={`/dashboard/links/${linkId}`} typed={typed} />
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

async function ownLink(ownerId: Id<"user">, linkId: Id<"link">): Promise<LinkView> {
  try {
    return await getOwnLink(deps().db, ownerId, linkId)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}

function LinkFigures({ t, link, address }: { t: Translate; link: LinkView; address: string }) {
  return (
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
  )
}
