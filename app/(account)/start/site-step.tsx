/** The second step: the site the button will stand on, or a page of one's own here. */
import { words } from "#app/_server/words.ts"
import { StepHead } from "#components/fans/start-frame.tsx"
import { Card } from "#components/ui/card.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { nameSite } from "./actions.ts"

export async function SiteStep() {
  const t = await words()
  return (
    <>
      <StepHead
        title={t("Where will people meet your button?")}
        lead={t("A blog, a forum profile, a channel, a page. You can add others later; each counts its own clicks.")}
      />
      <Card className="max-w-160">
        <ActionForm action={nameSite} aria-label={t("Your site")}>
          <FormError />
          <Field name="name" label={t("What it is called")}>
            <TextInput maxLength={80} autoComplete="organization" />
          </Field>
          <Field
            name="url"
            label={t("Its address")}
            required={false}
            hint={t("Such as my.blog. Leave it empty if you have none yet, and press the second button.")}
          >
            <TextInput inputMode="url" maxLength={300} autoComplete="url" />
          </Field>
          <div className="flex flex-wrap gap-3">
            <SubmitButton name="where" value="site">
              {t("Go on")}
            </SubmitButton>
            <SubmitButton name="where" value="page" variant="secondary">
              {t("I have none yet: make me a page")}
            </SubmitButton>
          </div>
        </ActionForm>
      </Card>
    </>
  )
}
