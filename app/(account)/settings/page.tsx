/** An account's settings: name, roles, where earnings go, password. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { Field, PasswordInput, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type Account, findPayee, getAccount } from "#lib/auth/queries.ts"
import { saveName, savePassword, takeRole } from "./actions.ts"
import { PayeeSection } from "./payee-section.tsx"

export const metadata: Metadata = { title: "Settings" }

type Props = { searchParams: Promise<{ need?: string; payee?: string }> }

export default async function SettingsPage({ searchParams }: Props) {
  const { need, payee: payeeNews } = await searchParams
  const actor = await requirePageActor("/settings")
  const { db, clock } = deps()
  const [account, payee] = await Promise.all([getAccount(db, actor.userId), findPayee(db, actor.userId)])
  return (
    <Page width="read">
      <PageHeader title="Settings" lead={account.email} />
      <div className="grid gap-12">
        {need && <Needed role={need} />}
        {payeeNews === "confirmed" && (
          <Notice tone="ok">Your PayPal address is confirmed. Earnings can be paid to it.</Notice>
        )}
        <NameSection account={account} />
        <RoleSection account={account} />
        <PayeeSection payee={payee} now={clock.now()} />
        <PasswordSection account={account} />
        <Section
          title="Notifications"
          description="What is mailed to you, what waits in the app, and what you do not want to hear."
        >
          <ButtonLink href="/settings/notifications" className="justify-self-start">
            Choose what you hear of
          </ButtonLink>
        </Section>
      </div>
    </Page>
  )
}

function Needed({ role }: { role: string }) {
  const words: Record<string, string> = {
    fan: "The dashboard is for fans: add that role below.",
    publisher: "Publishing needs the role publisher: add it below.",
    operator: "That page is for operators; the role is given by who runs this installation.",
  }
  return <Notice tone="brass">{words[role] ?? "That page needs another role."}</Notice>
}

function NameSection({ account }: { account: Account }) {
  return (
    <Section title="What you go by">
      <Card>
        <ActionForm action={saveName} values={{ name: account.name ?? "" }}>
          <FormError />
          <Field name="name" label="Name" hint="Publishers and buyers may see it.">
            <TextInput autoComplete="name" maxLength={80} />
          </Field>
          <SubmitButton variant="secondary" className="justify-self-start">
            Save the name
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}

const ROLE_WORDS = {
  fan: { word: "Fan", says: "Put buttons on your site, run a node, be paid for both." },
  publisher: { word: "Publisher", says: "Sell a game, film, album or asset pack." },
} as const

function RoleSection({ account }: { account: Account }) {
  return (
    <Section title="Roles" id="roles" description="One account may have several.">
      <Card className="grid gap-6">
        {(["fan", "publisher"] as const).map((role) => (
          <div key={role} className="flex flex-wrap items-center justify-between gap-4">
            <div>
              <p className="font-semibold">{ROLE_WORDS[role].word}</p>
              <p className="text-14 text-muted">{ROLE_WORDS[role].says}</p>
            </div>
            {account.roles.includes(role) ? (
              <Chip tone="ok">yours</Chip>
            ) : (
              <ActionForm action={takeRole} aria-label={`Become a ${role}`} className="justify-items-end">
                <FormError />
                <input type="hidden" name="role" value={role} />
                <SubmitButton variant="secondary" size="small">
                  Become a {role}
                </SubmitButton>
              </ActionForm>
            )}
          </div>
        ))}
        {account.roles.includes("operator") && (
          <div className="flex items-center justify-between">
            <p className="font-semibold">Operator</p>
            <Chip tone="brass">given</Chip>
          </div>
        )}
      </Card>
    </Section>
  )
}

function PasswordSection({ account }: { account: Account }) {
  return (
    <Section
      title="Signing in"
      description={
        account.hasPassword
          ? "A new password signs you out everywhere else."
          : "You sign in with mailed links. Set a password if you would rather type one."
      }
    >
      <Card>
        <ActionForm action={savePassword}>
          <FormError />
          {/* Password managers file the new password under this. */}
          <input type="hidden" name="username" autoComplete="username" value={account.email} readOnly />
          {account.hasPassword && (
            <Field name="currentPassword" label="Present password">
              <PasswordInput autoComplete="current-password" maxLength={400} />
            </Field>
          )}
          <Field name="password" label="New password" hint="At least 10 characters; a few words do well.">
            <PasswordInput autoComplete="new-password" maxLength={400} />
          </Field>
          <SubmitButton variant="secondary" className="justify-self-start">
            Set the password
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}
