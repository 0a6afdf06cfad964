/** One creator code with what it has brought, the words to say it with, and how it is retired; and those retired before. */
import type { CodeFigures } from "#lib/earnings/code-figures.ts"
import type { CodeView } from "#lib/fans/code-queries.ts"
import { formatCount, formatMoney } from "#lib/kernel/format.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { ZERO_MICROS } from "#lib/kernel/money.ts"
import { Card, Section } from "../ui/card.tsx"
import { CopyField } from "../ui/copy-field.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { ActionForm, FormError, SubmitButton } from "../ui/form.tsx"
import type { FormAction } from "../ui/form-state.ts"
import { Stat } from "../ui/stat.tsx"

type CardProps = { t: Translate; code: CodeView; figures: CodeFigures; retire: FormAction }

export function CodeCard({ t, code, figures, retire }: CardProps) {
  return (
    <Card as="article" className="grid grid-cols-1 gap-6">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-display text-36 tracking-wide wrap-anywhere text-referral">{code.code}</h2>
        <p className="text-14 text-muted">
          {t("Yours since")} <DateTime at={code.claimedAt} />
        </p>
      </header>
      <div className="grid grid-cols-1 gap-6 sm:grid-cols-3">
        <Stat
          label={t("Typed by")}
          value={t.n("1 buyer", "{count} buyers", figures.buyers)}
          story={
            figures.demos > 0
              ? t.n("1 demo was tried by it.", "{count} demos were tried by it.", figures.demos)
              : t("Each counted once, however often.")
          }
        />
        <Stat
          label={t("Sales")}
          value={formatCount(figures.sales, t.locale)}
          story={t("Paid for and credited to you.")}
        />
        <Stat
          label={t("Earned")}
          tone="referral"
          value={formatMoney(figures.earnedMicros, t.locale)}
          story={t("Refunds are taken off already.")}
        />
      </div>
      <CopyField
        label={t("Say it like this")}
        value={t("Type my code {code} when you pay on Fanfare. I earn a share of the sale; it costs you nothing.", {
          code: code.code,
        })}
      />
      <details className="border-t border-line pt-4">
        <summary className="w-fit cursor-pointer py-1 text-14 text-muted hover:text-ink">
          {t("Retire {code}", { code: code.code })}
        </summary>
        <ActionForm
          action={retire}
          className="mt-3 justify-items-start"
          aria-label={t("Retire {code}", { code: code.code })}
          saysByToast
        >
          <FormError />
          <p className="max-w-read text-14">
            {t(
              "From then on nobody can type it. What was typed before counts for its fourteen days, and what it earned stays. Nobody else gets it for a year; until then you can take it up again.",
            )}
          </p>
          <input type="hidden" name="codeId" value={code.codeId} />
          <SubmitButton variant="danger">{t("Retire this code")}</SubmitButton>
        </ActionForm>
      </details>
    </Card>
  )
}

type RetiredProps = {
  t: Translate
  codes: readonly CodeView[]
  figures: ReadonlyMap<Id<"code">, CodeFigures>
  claim: FormAction
}

export function RetiredCodes({ t, codes, figures, claim }: RetiredProps) {
  return (
    <Section
      title={t("Retired codes")}
      description={t("Nobody else gets one for a year after it was retired. What it earned stays yours.")}
    >
      <ul className="grid grid-cols-1 divide-y divide-line border-y border-line">
        {codes.map(({ codeId, code, retiredAt }) => (
          <li key={codeId} className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
            <span className="font-mono font-semibold wrap-anywhere">{code}</span>
            <span className="text-14 text-muted">
              {t("retired")} <DateTime at={retiredAt!} />
            </span>
            <span className="text-14 text-muted">{sold(t, figures.get(codeId))}</span>
            <ActionForm action={claim} className="ms-auto" aria-label={t("Take {code} up again", { code })}>
              <FormError />
              <input type="hidden" name="code" value={code} />
              <SubmitButton variant="secondary">{t("Take it up again")}</SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const sold = (t: Translate, figures: CodeFigures | undefined): string =>
  t.n("1 sale, {money}", "{count} sales, {money}", figures?.sales ?? 0, {
    money: formatMoney(figures?.earnedMicros ?? ZERO_MICROS, t.locale),
  })
