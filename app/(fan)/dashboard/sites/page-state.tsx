/** Where a site's promo page stands, as a chip with its word and the sentence that explains it. */
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import type { SitePageState } from "#lib/pages/site-pages.ts"

export function PageState({ t, page }: { t: Translate; page: SitePageState | undefined }) {
  const { chip, words } = stateOf(t, page)
  const newest = page?.isDraftNewer ? page.draftAt : (page?.publishedAt ?? page?.draftAt)
  const at = page?.isHidden ? null : newest
  return (
    // A span: it also stands in the sentence under a page's name.
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-14 text-muted" data-page-state>
      {chip}
      <span>
        {words} {at && <DateTime at={at} />}
      </span>
    </span>
  )
}

function stateOf(t: Translate, page: SitePageState | undefined) {
  if (page?.isHidden)
    return {
      chip: <Chip tone="danger">{t("Taken off")}</Chip>,
      words: t("Nobody sees this page; your mail says why."),
    }
  if (!page?.draftAt)
    return {
      chip: <Chip fill="outline">{t("Not built yet")}</Chip>,
      words: t("Visitors see a plain page of your titles."),
    }
  if (!page.publishedAt)
    return {
      chip: (
        <Chip tone="brass" fill="outline">
          {t("Draft, not published")}
        </Chip>
      ),
      words: t("Visitors still see a plain page of your titles. Last saved on"),
    }
  if (page.isDraftNewer)
    return {
      chip: <Chip tone="brass">{t("Draft is newer")}</Chip>,
      words: t("Visitors see the published page. Draft of"),
    }
  return { chip: <Chip tone="ok">{t("Published")}</Chip>, words: t("Visitors see your page since") }
}
