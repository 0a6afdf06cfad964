/** One span of a larger share: running, announced or past; one that has not begun can be taken back. */
import { Card } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { FormAction } from "#components/ui/form-state.ts"
import { lastDayOf, type Term } from "#lib/catalog/term.ts"
import { formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type TermRowProps = { t: Translate; term: Term & { id: string }; slug: string; now: Date; takeBack: FormAction }

export function TermRow({ t, term, slug, now, takeBack }: TermRowProps) {
  const coming = term.startsAt > now
  const running = !coming && now < term.endsAt
  return (
    <Card as="li" className="flex flex-wrap items-center gap-x-6 gap-y-3 p-4">
      <span className="font-display text-28 text-referral figures">
        {formatShare(term.referralBps / 10_000, t.locale)}
      </span>
      <span>
        <DateTime at={term.startsAt} /> – <DateTime at={lastDayOf(term)} />
      </span>
      <Chip tone={running ? "referral" : "neutral"} fill={running ? "solid" : coming ? "tint" : "outline"}>
        {running ? t("holds now") : coming ? t("announced") : t("past")}
      </Chip>
      {coming && (
        <ActionForm action={takeBack} className="ms-auto">
          <input type="hidden" name="title" value={slug} />
          <input type="hidden" name="term" value={term.id} />
          <FormError />
          <SubmitButton variant="quiet" size="small">
            {t("Take it back")}
          </SubmitButton>
        </ActionForm>
      )}
    </Card>
  )
}
