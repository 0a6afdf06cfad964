/** The first page: what this is in one sentence, the shelf, what a fan earns, and in the sample world the walk through one sale. */
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { EarningsCalculator } from "#components/store/earnings-calculator.tsx"
import { TitleCard } from "#components/store/title-card.tsx"
import { WalkOneSale } from "#components/store/walk-one-sale.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page } from "#components/ui/page-header.tsx"
import { readQuest } from "#lib/catalog/catalogue-quest.ts"
import { searchTitles } from "#lib/catalog/search-titles.ts"
import { countAliveNodes } from "#lib/delivery/queries.ts"

export default async function StorePage() {
  const { db, clock, config } = deps()
  const t = await words()
  const [{ titles }, carriers] = await Promise.all([
    searchTitles(db, readQuest({}), clock.now()),
    countAliveNodes(db, clock.now()),
  ])
  return (
    <Page>
      <div className="grid gap-16 md:gap-24">
        <header className="grid max-w-[56rem] gap-6">
          <h1 className="text-36 md:text-64">
            Fans are paid for bringing people to a work, and for carrying its bits.
          </h1>
          <p className="max-w-read text-18 text-muted">
            Five percent of the price for the fan who brought the buyer. Five percent shared by bytes among the fans
            whose nodes carried that very download. {carriers === 1 ? "One node is" : `${carriers} nodes are`} carrying
            right now.
          </p>
          <div className="flex flex-wrap gap-3">
            <ButtonLink variant="primary" href="/sign-up">
              Put a button on your blog
            </ButtonLink>
            <ButtonLink href="#shelf">See what is on the shelf</ButtonLink>
          </div>
        </header>
        {config.mode === "sample" && <WalkOneSale blogUrl={config.blogUrl} mailboxUrl={config.mailboxUrl} />}
        <Section title="On the shelf" id="shelf">
          {titles.length === 0 ? (
            <EmptyState
              title="The shelf is empty."
              action={<ButtonLink href="/publish">Publish the first title</ButtonLink>}
            >
              Titles stand here as soon as a publisher offers one.
            </EmptyState>
          ) : (
            <div className="grid gap-x-8 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
              {titles.map((title) => (
                <TitleCard key={title.id} t={t} title={title} />
              ))}
            </div>
          )}
        </Section>
        <EarningsCalculator rates={config.rates} />
      </div>
    </Page>
  )
}
