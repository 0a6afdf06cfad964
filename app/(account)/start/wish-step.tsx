/** The first step of somebody who has an account for something else: a buyer who wants to earn, say. */
import { words } from "#app/_server/words.ts"
import { StepHead } from "#components/fans/start-frame.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { OnboardingPath } from "#lib/fans/onboarding-state.ts"
import { choosePath } from "./actions.ts"
import { WishFields } from "./wish-fields.tsx"

export async function WishStep({ wish }: { wish: OnboardingPath }) {
  const t = await words()
  return (
    <>
      <StepHead
        title={t("What would you like to do here?")}
        lead={t("One account may do several things; you can add the others whenever you like.")}
      />
      <Card className="max-w-160">
        <ActionForm action={choosePath} aria-label={t("What you are here for")}>
          <FormError />
          <WishFields t={t} wish={wish} />
          <SubmitButton className="w-full">{t("Go on")}</SubmitButton>
        </ActionForm>
      </Card>
    </>
  )
}
