/** Nothing here. */
import type { Metadata } from "next"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Nothing here") })

export default async function NotFound() {
  const t = await words()
  return (
    <Page width="read">
      <PageHeader
        title={t("There is nothing here")}
        lead={t("The address may be mistyped, or what stood here was taken down by whoever made it.")}
      />
      <ButtonLink href="/store" variant="primary">
        {t("Go to the store")}
      </ButtonLink>
    </Page>
  )
}
