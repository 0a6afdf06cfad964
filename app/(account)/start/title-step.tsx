/** The third step: a title to recommend, by its cover. */
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { StepHead } from "#components/fans/start-frame.tsx"
import { Cover } from "#components/store/cover.tsx"
import { Button, ButtonLink } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError } from "#components/ui/form.tsx"
import { readQuest } from "#lib/catalog/catalogue-quest.ts"
import { type ShelfTitle, searchTitles } from "#lib/catalog/search-titles.ts"
import { formatMoney } from "#lib/kernel/format.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { bpsOf, centsToMicros } from "#lib/kernel/money.ts"
import { pickTitle } from "./actions.ts"

export async function TitleStep({ siteId, quest }: { siteId: Id<"site">; quest: string }) {
  const t = await words()
  const { db, clock } = deps()
  const { titles } = await searchTitles(db, readQuest({ q: quest }), clock.now())
  return (
    <>
      <StepHead
        title={t("Which one do you tell everybody about?")}
        lead={t("Press its cover. It gets a button of its own, and stands on your page as well.")}
      />
      <form method="get" action="/start" className="flex max-w-160 flex-wrap gap-3" aria-label={t("Find a title")}>
        <label className="sr-only" htmlFor="find">
          {t("Find a title")}
        </label>
        <input
          id="find"
          type="search"
          name="q"
          defaultValue={quest}
          maxLength={100}
          className="h-11 min-w-0 grow rounded-input border border-edge bg-surface px-3"
        />
        <Button type="submit">{t("Find")}</Button>
      </form>
      {titles.length === 0 ? (
        <Nothing t={t} searched={quest !== ""} />
      ) : (
        <Shelf t={t} siteId={siteId} titles={titles} />
      )}
    </>
  )
}

function Nothing({ t, searched }: { t: Translate; searched: boolean }) {
  if (searched)
    return (
      <EmptyState
        title={t("No title has these words")}
        action={<ButtonLink href="/start">{t("Show them all")}</ButtonLink>}
      >
        {t("Try fewer letters, or the maker’s name.")}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t("The shelf is empty so far")}
      action={<ButtonLink href="/dashboard">{t("To your desk")}</ButtonLink>}
    >
      {t("Titles stand here as soon as a publisher offers one. Your site is kept; come back and go on here.")}
    </EmptyState>
  )
}

type ShelfProps = { t: Translate; siteId: Id<"site">; titles: readonly ShelfTitle[] }

function Shelf({ t, siteId, titles }: ShelfProps) {
  const { referralBps } = deps().config.rates
  const earns = (title: ShelfTitle) =>
    formatMoney(bpsOf(centsToMicros(title.priceCents), referralBps), t.locale, title.currency)
  return (
    <ActionForm action={pickTitle} aria-label={t("Choose a title")}>
      <FormError />
      <input type="hidden" name="siteId" value={siteId} />
      <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 md:gap-x-6">
        {titles.map((title, i) => (
          <li key={title.id}>
            <button
              type="submit"
              name="titleId"
              value={title.id}
              className="group grid w-full gap-2 rounded-card text-start"
            >
              <Cover
                t={t}
                {...title}
                priority={i < 3}
                decorative
                className="w-full transition-shadow group-hover:shadow-float"
              />
              <span className="font-semibold wrap-anywhere group-hover:underline">{title.name}</span>
              <span className="text-14 text-referral">
                {title.priceCents > 0n
                  ? t("{amount} for you by each sale", { amount: earns(title) })
                  : t("Free: it brings people, but no money")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </ActionForm>
  )
}
