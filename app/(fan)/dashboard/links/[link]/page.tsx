/** One referral link: its clicks, and the panel that gives it away in every form with a live preview. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { CopyPanel } from "#components/embed/copy-panel.tsx"
import { Section } from "#components/ui/card.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Stat } from "#components/ui/stat.tsx"
import { getOwnLink } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { retireLink } from "../actions.ts"

export const metadata: Metadata = { title: "Your link" }

type Props = { params: Promise<{ link: string }> }

export default async function LinkPage({ params }: Props) {
  const { link: linkId } = await params
  const actor = await requirePageActor(`/dashboard/links/${linkId}`, "fan")
  if (!isId("link", linkId)) notFound()
  const link = await ownLink(actor.userId, linkId)
  const { publicUrl } = deps().config
  return (
    <Page>
      <PageHeader
        eyebrow="Your link to"
        title={link.titleName}
        lead={[link.siteName, link.subId].filter(Boolean).join(" · ")}
      />
      <div className="grid gap-16">
        {link.archivedAt && (
          <Notice tone="brass">This link is retired: visitors still arrive, nothing is counted.</Notice>
        )}
        <div className="grid gap-6 md:grid-cols-3">
          <Stat
            label="Counted clicks"
            value={link.countedClicks}
            tone="referral"
            story="No robots, no prefetching, each visitor once an hour."
          />
          <Stat label="All clicks" value={link.rawClicks} story="Every request, as it came." />
          <CopyField label="The link itself" value={`${publicUrl}/r/${link.code}`} />
        </div>
        <Section
          title="Take the button with you"
          description="Every form leads through the same link, and says that you earn from it."
        >
          <CopyPanel code={link.code} titleName={link.titleName} publicUrl={publicUrl} />
        </Section>
        {!link.archivedAt && (
          <ActionForm action={retireLink} aria-label="Retire the link">
            <FormError />
            <input type="hidden" name="linkId" value={link.linkId} />
            <div>
              <SubmitButton variant="danger">Retire this link</SubmitButton>
            </div>
          </ActionForm>
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
