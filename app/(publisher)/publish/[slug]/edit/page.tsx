import type { Metadata } from "next"
import { TitleFields } from "#components/publish/title-fields.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { TIMED_DEMO_WARNING } from "#lib/catalog/title.ts"
import { centsToDecimal } from "#lib/kernel/money.ts"
import { saveTitle } from "../../actions.ts"
import { ownTitle, type TitleParams } from "../own-title.ts"

export const metadata: Metadata = { title: "Edit a title" }

export default async function EditTitlePage(props: TitleParams) {
  const title = await ownTitle(props)
  const { name, tagline, description, kind, demoTerms } = title
  const values = { name, tagline, description, kind, demoTerms, price: centsToDecimal(title.priceCents) }
  return (
    <Page width="read">
      <PageHeader
        title={`Edit ${name}`}
        lead={`Its address stays /titles/${title.slug}: links point at it.`}
        actions={<ButtonLink href={`/publish/${title.slug}`}>Back to the title</ButtonLink>}
      />
      <Card>
        <ActionForm action={saveTitle} values={values}>
          <input type="hidden" name="title" value={title.slug} />
          <FormError />
          <TitleFields timedWarning={TIMED_DEMO_WARNING} />
          <SubmitButton>Save</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  )
}
