/** A fan's creator codes: what each has brought, how to claim one, and how they count. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { CodeCard, RetiredCodes } from "#components/fans/code-card.tsx"
import { CodeRules } from "#components/fans/code-rules.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { codeFigures } from "#lib/earnings/code-figures.ts"
import { listCodes } from "#lib/fans/code-queries.ts"
import { CODES_PER_OWNER, MAX_CODE_CHARS } from "#lib/fans/creator-code.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { claim, retire } from "./actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Creator codes") })

export default async function CodesPage() {
  const actor = await requirePageActor("/dashboard/codes", "fan")
  const t = await words()
  const { db } = deps()
  const [codes, figures] = await Promise.all([listCodes(db, actor.userId), codeFigures(db, actor.userId)])
  const live = codes.filter((code) => !code.retiredAt)
  const retired = codes.filter((code) => code.retiredAt)
  return (
    <Page>
      <PageHeader
        title={t("Creator codes")}
        lead={t("A word you say aloud. Whoever types it before paying credits you, whatever link they followed.")}
      />
      <div className="grid gap-16">
        {live.length === 0 ? (
          <NoCode t={t} />
        ) : (
          <ul aria-label={t("Your codes")} className="grid grid-cols-1 gap-6">
            {live.map((code) => (
              <li key={code.codeId}>
                <CodeCard t={t} code={code} figures={figures.get(code.codeId)!} retire={retire} />
              </li>
            ))}
          </ul>
        )}
        {codes.length > 0 && <ExportLinks t={t} name="codes" what={t("All codes")} />}
        <ClaimCode t={t} full={live.length >= CODES_PER_OWNER} first={codes.length === 0} />
        {retired.length > 0 && <RetiredCodes t={t} codes={retired} figures={figures} claim={claim} />}
        <CodeRules t={t} />
      </div>
    </Page>
  )
}

const NoCode = ({ t }: { t: Translate }) => (
  <EmptyState title={t("Your codes will stand here")}>
    {t(
      "A link can be pressed; a code can be said. Put it in a video, on a stream, on a record sleeve: “Type my code when you pay.” The buyer sees your name before paying, and pays not a cent more. You see here who typed it and what it sold.",
    )}
  </EmptyState>
)

type ClaimProps = { t: Translate; full: boolean; first: boolean }

function ClaimCode({ t, full, first }: ClaimProps) {
  if (full)
    return (
      <Section id="claim" title={t("Claim another code")}>
        <Notice>
          {t("You have three codes, as many as one can have. To rename one, retire it and claim the new word.")}
        </Notice>
      </Section>
    )
  return (
    <Section
      id="claim"
      title={first ? t("Claim your code") : t("Claim another code")}
      description={t("Short, easy to spell, and yours alone: your name, or your show’s. Up to three.")}
    >
      <ActionForm action={claim} className="max-w-read" aria-label={t("Claim a code")}>
        <FormError wholeOnly />
        <Field
          name="code"
          label={t("Code")}
          hint={t("3 to 20 letters and digits. Capitals and small letters are the same.")}
        >
          <TextInput
            minLength={3}
            maxLength={MAX_CODE_CHARS + 10}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="font-mono uppercase"
          />
        </Field>
        <div>
          <SubmitButton>{t("Claim it")}</SubmitButton>
        </div>
      </ActionForm>
    </Section>
  )
}
