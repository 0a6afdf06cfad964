import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { TitleFields } from "#components/publish/title-fields.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { findPublisherOf } from "#lib/catalog/queries.ts"
import { TIMED_DEMO_WARNING } from "#lib/catalog/title.ts"
import { makeTitle } from "../actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Add a title") }
}

export default async function NewTitlePage() {
  const actor = await requirePageActor("/publish/new")
  const t = await words()
  if (!(await findPublisherOf(deps().db, actor.userId))) redirect("/publish")
  return (
    <Page width="read">
      <PageHeader
        title={t("Add a title")}
        lead={t("It stays a draft until you have uploaded a release and put it on offer.")}
      />
      <Card>
        <ActionForm action={makeTitle}>
          <FormError />
          <TitleFields timedWarning={t.known(TIMED_DEMO_WARNING)} withSlug />
          <SubmitButton>{t("Add the title")}</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  )
}
