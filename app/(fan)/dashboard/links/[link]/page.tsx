/** One referral link: its clicks, and the panel that gives it away in every form with a live preview. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { copyLinkOf } from "#app/_server/copy-link.ts"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { CopyPanel } from "#components/embed/copy-panel.tsx"
import { type PageQuery, readWish } from "#components/embed/copy-wish.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Stat } from "#components/ui/stat.tsx"
import { getOwnLink } from "#lib/fans/link-queries.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { formatCount } from "#lib/kernel/format.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { retireLink } from "../actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your link") })

type Props = { params: Promise<{ link: string }>; searchParams: Promise<PageQuery> }

export default async function LinkPage({ params, searchParams }: Props) {
  const { link: linkId } = await params
  const actor = await requirePageActor(`/dashboard/links/${linkId}`, "fan")
  if (!isId("link", linkId)) notFound()
  const t = await words()
  const link = await ownLink(actor.userId, linkId)
  const { publicUrl } = deps().config
  const site = link.siteId && (await getOwnSite(deps().db, actor.userId, link.siteId))
  const copyLink = await copyLinkOf({ ...link, site })
  return (
    <Page>
      <PageHeader
        eyebrow={t("Your link to")}
        title={link.titleName}
        lead={[link.siteName, link.subId].filter(Boolean).join(" · ")}
        actions={<ButtonLink href={`/titles/${link.titleSlug}`}>{t("See the title")}</ButtonLink>}
      />
      <div className="grid gap-16">
        {link.archivedAt && (
          <Notice tone="brass">{t("This link is retired: visitors still arrive, nothing is counted.")}</Notice>
        )}
        <div className="grid gap-6 md:grid-cols-3">
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
          <CopyField label={t("The link itself")} value={`${publicUrl}/r/${link.code}`} />
        </div>
        <Section
          title={t("Take the button with you")}
          description={t("Every form leads through the same link, and says that you earn from it.")}
        >
          <CopyPanel
            t={t}
            link={copyLink}
            wish={readWish(await searchParams, copyLink)}
            path={`/dashboard/links/${linkId}`}
            wordsOf={wordsOf}
          />
        </Section>
        {!link.archivedAt && (
          <Section
            title={t("Retire this link")}
            description={t("Visitors who follow it still arrive; it earns nothing any more. What it has earned stays.")}
          >
            <ActionForm action={retireLink} aria-label={t("Retire this link")} saysByToast>
              <FormError />
              <input type="hidden" name="linkId" value={link.linkId} />
              <div>
                <SubmitButton variant="danger">{t("Retire this link")}</SubmitButton>
              </div>
            </ActionForm>
          </Section>
        )}
      </div>
    </Page>
  )
}

async function ownLink(ownerId: Id<"user">, linkId: Id<"link">) {
  try {
    return await getOwnLink(deps().db, ownerId, linkId)
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  }
}
