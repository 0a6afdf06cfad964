/** An account's settings: name, roles, where earnings go, password. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { chooseLanguage } from "#app/_server/shell-actions.ts"
import { words } from "#app/_server/words.ts"
import { Button, ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { Field, PasswordInput, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type Account, findPayee, getAccount } from "#lib/auth/queries.ts"
import { onboardingOf } from "#lib/earnings/onboarding-queries.ts"
import { LOCALE_NAMES, LOCALES, m, type Translate } from "#lib/kernel/messages.ts"
import { arrangeFirstSteps } from "../start/actions.ts"
import { saveName, savePassword, takeRole } from "./actions.ts"
import { PayeeSection } from "./payee-section.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Settings") }
}

type Props = { searchParams: Promise<{ need?: string; payee?: string }> }

export default async function SettingsPage({ searchParams }: Props) {
  const { need, payee: payeeNews } = await searchParams
  const actor = await requirePageActor("/settings")
  const { db, clock } = deps()
  const t = await words()
  const [account, payee, firstSteps] = await Promise.all([
    getAccount(db, actor.userId),
    findPayee(db, actor.userId),
    onboardingOf(db, actor.userId, clock.now()),
  ])
  return (
    <Page width="read">
      <PageHeader title={t("Settings")} lead={<span className="wrap-anywhere">{account.email}</span>} />
      <div className="grid gap-12">
        {need && <Needed t={t} role={need} />}
        {payeeNews === "confirmed" && (
          <Notice tone="ok">{t("Your PayPal address is confirmed. Earnings can be paid to it.")}</Notice>
        )}
        <NameSection t={t} account={account} />
        <RoleSection t={t} account={account} />
        <PayeeSection t={t} payee={payee} now={clock.now()} />
        <LanguageSection t={t} />
        <PasswordSection t={t} account={account} />
        {firstSteps.away && <FirstStepsSection t={t} />}
        <Section
          title={t("Notifications")}
          description={t("What is mailed to you, what waits in the app, and what you do not want to hear.")}
        >
          <ButtonLink href="/settings/notifications" className="justify-self-start">
            {t("Choose what you hear of")}
          </ButtonLink>
        </Section>
        <Section title={t("Your data")} description={t("Take all of it with you, or have your account erased.")}>
          <ButtonLink href="/settings/data" className="justify-self-start">
            {t("Open your data")}
          </ButtonLink>
        </Section>
      </div>
    </Page>
  )
}

type SectionProps = { t: Translate; account: Account }

function Needed({ t, role }: { t: Translate; role: string }) {
  const words: Record<string, string> = {
    fan: t("The dashboard is for fans: add that role below."),
    publisher: t("Publishing needs the role publisher: add it below."),
    operator: t("That page is for operators; the role is given by who runs this installation."),
  }
  return <Notice tone="brass">{words[role] ?? t("That page needs another role.")}</Notice>
}

function NameSection({ t, account }: SectionProps) {
  return (
    <Section title={t("What you go by")}>
      <Card>
        <ActionForm action={saveName} values={{ name: account.name ?? "" }}>
          <FormError />
          <Field name="name" label={t("Name")} hint={t("Publishers and buyers may see it.")}>
            <TextInput autoComplete="name" maxLength={80} />
          </Field>
          <SubmitButton variant="secondary" className="justify-self-start">
            {t("Save the name")}
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}

const ROLE_WORDS = {
  fan: {
    word: m("Fan"),
    become: m("Become a fan"),
    says: m("Put buttons on your site, run a node, be paid for both."),
  },
  publisher: {
    word: m("Publisher"),
    become: m("Become a publisher"),
    says: m("Sell a game, film, album or asset pack."),
  },
} as const

function RoleSection({ t, account }: SectionProps) {
  return (
    <Section title={t("Roles")} id="roles" description={t("One account may have several.")}>
      <Card className="grid gap-6">
        {(["fan", "publisher"] as const).map((role) => (
          <div key={role} className="flex items-center justify-between gap-4">
            <div className="min-w-0">
              <p className="font-semibold">{t.known(ROLE_WORDS[role].word)}</p>
              <p className="text-14 text-muted">{t.known(ROLE_WORDS[role].says)}</p>
            </div>
            {account.roles.includes(role) ? (
              <Chip tone="ok">{t("yours")}</Chip>
            ) : (
              <ActionForm action={takeRole} aria-label={t.known(ROLE_WORDS[role].become)} className="justify-items-end">
                <FormError />
                <input type="hidden" name="role" value={role} />
                <SubmitButton variant="secondary" size="small">
                  {t.known(ROLE_WORDS[role].become)}
                </SubmitButton>
              </ActionForm>
            )}
          </div>
        ))}
        {account.roles.includes("operator") && (
          <div className="flex items-center justify-between">
            <p className="font-semibold">{t("Operator")}</p>
            <Chip tone="brass">{t("given")}</Chip>
          </div>
        )}
      </Card>
    </Section>
  )
}

function PasswordSection({ t, account }: SectionProps) {
  return (
    <Section
      title={t("Signing in")}
      description={
        account.hasPassword
          ? t("A new password signs you out everywhere else.")
          : t("You sign in with mailed links. Set a password if you would rather type one.")
      }
    >
      <Card>
        <ActionForm action={savePassword}>
          <FormError />
          {/* Password managers file the new password under this. */}
          <input type="hidden" name="username" autoComplete="username" value={account.email} readOnly />
          {account.hasPassword && (
            <Field name="currentPassword" label={t("Present password")}>
              <PasswordInput autoComplete="current-password" maxLength={400} />
            </Field>
          )}
          <Field name="password" label={t("New password")} hint={t("At least 10 characters; a few words do well.")}>
            <PasswordInput autoComplete="new-password" maxLength={400} />
          </Field>
          <SubmitButton variant="secondary" className="justify-self-start">
            {t("Set the password")}
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}

function LanguageSection({ t }: { t: Translate }) {
  return (
    <Section title={t("Language")} id="language" description={t("Of the pages you see and of the mails you get.")}>
      <Card>
        <form action={chooseLanguage} className="flex flex-wrap gap-3">
          {LOCALES.map((locale) => (
            <Button
              key={locale}
              type="submit"
              name="locale"
              value={locale}
              lang={locale}
              aria-pressed={locale === t.locale}
              className="aria-pressed:border-brass aria-pressed:bg-brass-tint"
            >
              {LOCALE_NAMES[locale]}
            </Button>
          ))}
        </form>
      </Card>
    </Section>
  )
}

/** Taken out again where it was put away from the desk. */
function FirstStepsSection({ t }: { t: Translate }) {
  return (
    <Section title={t("Your first steps")} description={t("The list is put away from your desk.")}>
      <form action={arrangeFirstSteps}>
        <Button type="submit" name="wish" value="open">
          {t("Show it again")}
        </Button>
      </form>
    </Section>
  )
}
