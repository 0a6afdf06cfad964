/** For whoever loves a title: what a button for it earns, and the way to one. */
import type { TitleView } from "#lib/catalog/queries.ts"
import type { Term } from "#lib/catalog/term.ts"
import { formatMoney } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { bpsOf, centsToMicros, micros } from "#lib/kernel/money.ts"
import { termSentence } from "../publish/term-sentence.ts"
import { ButtonLink } from "../ui/button.tsx"
import { Rich } from "../ui/rich.tsx"

type SpreadProps = {
  t: Translate
  title: TitleView
  rates: { referralBps: number; carriageBps: number }
  /** A larger share for a span, from the publisher; null: the usual one. */
  term: Term | null
  /** Signed in with the role that makes buttons. */
  isFan: boolean
}

export function SpreadTheWord({ t, title, rates, term, isFan }: SpreadProps) {
  const price = centsToMicros(title.priceCents)
  const referral = bpsOf(price, rates.referralBps)
  const most = micros(referral + bpsOf(price, rates.carriageBps))
  const money = (amount: typeof price) => formatMoney(amount, t.locale, title.currency)
  const start = isFan ? "/dashboard/sites" : `/start?as=fan&q=${encodeURIComponent(title.name)}`
  return (
    <section
      aria-labelledby="spread"
      className="flex flex-wrap items-center justify-between gap-x-10 gap-y-5 rounded-card border border-line bg-surface p-6 md:p-8"
    >
      <div className="grid max-w-read gap-2">
        <h2 id="spread" className="text-22">
          {t("Do you love it? Put a button for it on your blog")}
        </h2>
        <p className="text-muted">
          <Rich
            text={t(
              "Each sale through you earns you <r>{referral}</r>, and up to <c>{most}</c> when your node carries the download too.",
              { referral: money(referral), most: money(most) },
            )}
            r={(inner) => <strong className="figures text-referral">{inner}</strong>}
            c={(inner) => <strong className="figures text-carriage">{inner}</strong>}
          />
        </p>
        {term && (
          <p className="font-semibold text-referral">
            {t("The publisher gives more: {terms}", { terms: termSentence(t, term) })}
          </p>
        )}
      </div>
      <ButtonLink href={start} prefetch={false}>
        {t("Put a button on your blog")}
      </ButtonLink>
    </section>
  )
}
