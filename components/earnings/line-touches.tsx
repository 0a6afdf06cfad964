/** Why a referral is this fan's: every touch that was considered, the rule that won, and why the others did not. */
import type { LineStory } from "#lib/earnings/line-story.ts"
import { m, type Translate } from "#lib/kernel/messages.ts"
import { triggerWord } from "../figures/figure-words.ts"
import { Section } from "../ui/card.tsx"
import { Chip } from "../ui/chip.tsx"
import { DataTable } from "../ui/data-table.tsx"
import { DateTime } from "../ui/date-time.tsx"

const RULES: Readonly<Record<string, string>> = {
  creator_code: m("The rule that won: a creator code typed by the buyer."),
  demo_origin: m("The rule that won: what the demo started from."),
  last_click: m("The rule that won: the last valid click within 30 days."),
}
const KINDS: Readonly<Record<string, string>> = { code: m("creator code"), demo: m("demo"), click: m("click") }
const VERDICTS = {
  won: { word: m("won"), tone: "ok" },
  lost: { word: m("lost"), tone: "neutral" },
  void: { word: m("could not count"), tone: "danger" },
} as const

export function LineTouches({ t, story: { touches, order } }: { t: Translate; story: LineStory }) {
  return (
    <Section title={t("Every touch considered")} description={t.known(RULES[order.rule] ?? order.rule)}>
      <DataTable
        caption={t("Touches, oldest first")}
        rows={touches}
        rowKey={(touch) => `${touch.kind}-${touch.at}-${touch.clickId ?? ""}-${touch.codeId ?? ""}`}
        columns={[
          {
            key: "kind",
            header: t("Touch"),
            rowHeader: true,
            cell: (touch) => (
              <>
                {t.known(KINDS[touch.kind] ?? touch.kind)}
                {touch.code && <span className="font-mono text-referral"> {touch.code}</span>}
              </>
            ),
          },
          {
            key: "link",
            header: t("Link"),
            cell: (touch) => {
              if (!touch.own) return t("another fan's")
              return touch.linkCode && <span className="font-mono">/r/{touch.linkCode}</span>
            },
          },
          { key: "sub", header: t("Sub-id"), cell: (touch) => touch.subId },
          {
            key: "trigger",
            header: t("Met by"),
            cell: (touch) => touch.trigger && triggerWord(t, touch.trigger),
          },
          { key: "at", header: t("When"), cell: (touch) => <DateTime at={touch.at} mode="datetime" /> },
          {
            key: "verdict",
            header: t("Verdict"),
            cell: (touch) => <Chip tone={VERDICTS[touch.verdict].tone}>{t.known(VERDICTS[touch.verdict].word)}</Chip>,
          },
          { key: "reason", header: t("Why"), cell: (touch) => t.known(touch.reason) },
        ]}
      />
    </Section>
  )
}
