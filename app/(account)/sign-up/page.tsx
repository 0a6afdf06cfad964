/** Make an account. */
import type { Metadata } from "next"
import Link from "next/link"
import { redirect } from "next/navigation"
import { safePath } from "#app/_server/safe-path.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Checkbox } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Rich } from "#components/ui/rich.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import { AccountPage } from "../account-page.tsx"
import { PersonFields } from "../person-fields.tsx"
import { signUpAction } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Sign up") }
}

type Props = { searchParams: Promise<{ callbackUrl?: string; as?: string }> }

export default async function SignUpPage({ searchParams }: Props) {
  const { callbackUrl, as } = await searchParams
  const next = safePath(callbackUrl, "")
  if (await currentActor()) redirect(next || "/start")
  const t = await words()
  return (
    <AccountPage
      title={t("Make an account")}
      lead={t(
        "To buy, an e-mail address is enough: you are asked for it at the checkout. To earn or to publish, make an account.",
      )}
      below={
        <p>
          <Rich
            text={t("Have one already? <in>Sign in</in>")}
            in={(inner) => (
              <Link className="link" href={next ? `/sign-in?callbackUrl=${encodeURIComponent(next)}` : "/sign-in"}>
                {inner}
              </Link>
            )}
          />
        </p>
      }
    >
      <ActionForm action={signUpAction} aria-label={t("Make an account")}>
        <FormError />
        <input type="hidden" name="callbackUrl" value={next} />
        <PersonFields t={t} />
        <RoleChoice t={t} as={as} />
        <SubmitButton className="w-full">{t("Make the account")}</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}

function RoleChoice({ t, as }: { t: Translate; as: string | undefined }) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-14 font-semibold">{t("What you want to do (you can change this later)")}</legend>
      <Checkbox
        name="roles"
        value="fan"
        defaultChecked={as !== "publisher"}
        label={t("Bring people and carry")}
        hint={t("Put buttons on your site, run a node, be paid for both.")}
      />
      <Checkbox
        name="roles"
        value="publisher"
        defaultChecked={as === "publisher"}
        label={t("Publish")}
        hint={t("Sell a game, film, album or asset pack.")}
      />
    </fieldset>
  )
}
