/** What somebody who is no publisher yet sees: what it pays, and the one thing to fill in. */
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { Card } from "#components/ui/card.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { formatShare } from "#lib/kernel/format.ts"
import { setUpPublisher } from "./actions.ts"

export async function SetUp() {
  const t = await words()
  const { publisherBps, referralBps, carriageBps } = deps().config.rates
  const share = (bps: number) => formatShare(bps / 10_000, t.locale)
  return (
    <Page width="form">
      <PageHeader
        title={t("Publish your work")}
        lead={t("Of each sale {publisher} is yours; fans who bring buyers and carry the bits share {fans}.", {
          publisher: share(publisherBps),
          fans: share(referralBps + carriageBps),
        })}
      />
      <Card>
        <ActionForm action={setUpPublisher}>
          <FormError />
          <Field
            name="name"
            label={t("Your publisher name")}
            hint={t("It stands under each of your titles: a studio, a band, your own name.")}
          >
            <TextInput autoComplete="organization" maxLength={120} />
          </Field>
          <SubmitButton>{t("Continue")}</SubmitButton>
        </ActionForm>
      </Card>
    </Page>
  )
}
