/** A fan's figures: clicks, demos, purchases and bytes on one time axis, split by what tells them apart, against the span before. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { keptZone } from "#app/_server/kept-zone.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { DaysTable } from "#components/figures/days-table.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { FiguresChart } from "#components/figures/figures-chart.tsx"
import { FiguresControls } from "#components/figures/figures-controls.tsx"
import { NotCounted } from "#components/figures/not-counted.tsx"
import { SplitTable } from "#components/figures/split-table.tsx"
import { LiveRefresh } from "#components/live/live-refresh.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { figuresOf } from "#lib/earnings/figures-queries.ts"
import type { Figures } from "#lib/earnings/figures-sums.ts"
import { figuresQuery, parseFiguresView } from "#lib/earnings/figures-view.ts"
import { chooseZone } from "./actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your figures") })

type Props = { searchParams: Promise<Params> }

const LIVE_KINDS = ["click", "demo", "sale", "carriage"]

export default async function FiguresPage({ searchParams }: Props) {
  const actor = await requirePageActor("/dashboard/figures", "fan")
  const t = await words()
  const params = await searchParams
  const view = parseFiguresView(params, deps().clock.now(), await keptZone())
  const figures = await figuresOf(deps().db, actor.userId, view)
  const query = figuresQuery(view)
  return (
    <Page>
      <PageHeader
        title={t("Your figures")}
        lead={t(
          "What your links brought and your nodes carried. Every click is kept; what counts and what does not stand apart.",
        )}
        actions={<LiveRefresh kinds={LIVE_KINDS} />}
      />
      <div className="grid grid-cols-1 gap-12">
        <div className="grid grid-cols-1 gap-6">
          <FiguresControls t={t} view={view} names={figures.names} keepZone={chooseZone} />
          {isEmpty(figures) ? (
            <EmptyState
              title={t("Nothing happened in these days")}
              action={<ButtonLink href="/dashboard/links">{t("Your links")}</ButtonLink>}
            >
              {t(
                "Clicks, demos, purchases and carried bytes will stand here day by day. Put a link where people read you, or look at a longer span.",
              )}
            </EmptyState>
          ) : (
            <>
              <FiguresChart t={t} figures={figures} />
              <div className="flex flex-wrap items-start justify-between gap-4">
                <DaysTable t={t} days={figures.days} />
                <ExportLinks t={t} name="figures" what={t("These days")} query={query} />
              </div>
            </>
          )}
        </div>
        <Section
          title={t("What brings visitors")}
          description={t("Open a line to see only that.")}
          actions={<ExportLinks t={t} name="split" what={t("This table")} query={query} />}
        >
          <SplitTable
            t={t}
            view={view}
            figures={figures}
            params={{ ...params, ...Object.fromEntries(new URLSearchParams(query)) }}
          />
        </Section>
        <Section
          title={t("What does not count")}
          description={t(
            "Kept, shown, and left out of the figures above: only a person who follows a link counts, once an hour.",
          )}
          actions={<ExportLinks t={t} name="clicks" what={t("Every click of these days")} query={query} />}
        >
          <NotCounted t={t} notCounted={figures.notCounted} />
        </Section>
      </div>
    </Page>
  )
}

const isEmpty = ({ totals, before }: Figures): boolean =>
  [totals, before].every(({ raw, demos, purchases, bytes }) => raw + demos + purchases + (bytes ?? 0) === 0)
