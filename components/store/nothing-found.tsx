/** A catalogue with nothing in it, and a search that found nothing: each with the steps that lead on. */
import Link from "next/link"
import { type CatalogueQuest, plainWords, questAddress } from "#lib/catalog/catalogue-quest.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { ButtonLink } from "../ui/button.tsx"
import { EmptyState } from "../ui/empty-state.tsx"
import { shelfWord } from "./kind-words.ts"

export function EmptyStore({ t }: { t: Translate }) {
  return (
    <EmptyState
      title={t("The shelf is empty.")}
      action={<ButtonLink href="/publish">{t("Publish the first title")}</ButtonLink>}
    >
      {t("Titles stand here as soon as a publisher offers one.")}
    </EmptyState>
  )
}

type NothingProps = { t: Translate; quest: CatalogueQuest; total: number }

export function NothingFound({ t, quest, total }: NothingProps) {
  const past = total > 0
  return (
    <EmptyState
      title={
        past
          ? t("There are fewer pages than that.")
          : quest.text
            ? t("Nothing matches “{words}”.", { words: quest.text })
            : t("Nothing is like that.")
      }
      action={
        <ButtonLink variant="primary" href={past ? questAddress(quest, { page: 1 }) : "/store"}>
          {past ? t("To the first page") : t("Show everything")}
        </ButtonLink>
      }
    >
      <div role="status" className="grid gap-2">
        {!past && !quest.anyWord && (
          <p>{t("Every word must occur in a title’s name, its maker’s name or its description.")}</p>
        )}
        {!past && <Ways t={t} quest={quest} />}
      </div>
    </EmptyState>
  )
}

/** One wish less at a time. */
function Ways({ t, quest }: { t: Translate; quest: CatalogueQuest }) {
  const ways = waysOut(t, quest)
  if (ways.length === 0) return null
  return (
    <ul className="grid list-disc gap-1 ps-5">
      {ways.map(([label, href]) => (
        <li key={href}>
          <Link className="link" href={href}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function waysOut(t: Translate, quest: CatalogueQuest): [label: string, href: string][] {
  const several = !quest.anyWord && plainWords(quest.text).length > 1
  const filters = { fromCents: null, toCents: null, free: false, demo: false, open: false }
  const narrowed = quest.free || quest.demo || quest.open || quest.fromCents !== null || quest.toCents !== null
  return [
    ...(several
      ? [[t("Look for any of these words"), questAddress(quest, { anyWord: true })] as [string, string]]
      : []),
    ...(quest.kind !== null
      ? [
          [t("Look outside “{kind}” too", { kind: shelfWord(t, quest.kind) }), questAddress(quest, { kind: null })] as [
            string,
            string,
          ],
        ]
      : []),
    ...(narrowed ? [[t("Look without price and filters"), questAddress(quest, filters)] as [string, string]] : []),
  ]
}
