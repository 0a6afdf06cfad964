/** The first step of a stranger: what for, and who. */
import { words } from "#app/_server/words.ts"
import { StepHead } from "#components/fans/start-frame.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Rich } from "#components/ui/rich.tsx"
import type { OnboardingPath } from "#lib/fans/onboarding-state.ts"
import { PersonFields } from "../person-fields.tsx"
import { join } from "./actions.ts"
import { WishFields } from "./wish-fields.tsx"

export async function JoinStep({ wish }: { wish: OnboardingPath }) {
  const t = await words()
  return (
    <>
      <StepHead
        title={t("Your first button, in under three minutes")}
        lead={t("An account, your site, a title, and the button is yours to paste. It costs nothing, now or later.")}
      />
      <Card className="max-w-160">
        <ActionForm action={join} aria-label={t("Make an account")}>
          <FormError />
          <WishFields t={t} wish={wish} />
          <PersonFields t={t} />
          <SubmitButton className="w-full">{t("Make the account")}</SubmitButton>
          <p className="text-14 text-muted">
            <Rich
              text={t("Have one already? <in>Sign in</in>, and go on where you were.")}
              in={(inner) => (
                <a className="link" href="/sign-in?callbackUrl=%2Fstart">
                  {inner}
                </a>
              )}
            />
          </p>
        </ActionForm>
      </Card>
    </>
  )
}
