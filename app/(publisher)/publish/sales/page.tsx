import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { FanSalesTable } from "#components/publish/fan-sales-table.tsx"
import { SavedFigure, ServedBar } from "#components/publish/saved-figure.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { DEFAULT_ORIGIN_MICROS_PER_GB } from "#lib/earnings/origin-cost.ts"
import { salesByFan, servedByTitle, servedTogether } from "#lib/earnings/publisher-sales.ts"
import { formatMoney } from "#lib/kernel/format.ts"
import { microsToDecimal } from "#lib/kernel/money.ts"
import { saveOriginCost } from "../desk-actions.ts"
import { ownPublisher } from "../own-publisher.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Sales and carriage") }
}

/** All titles together: who brought the buyers, and what carriers served instead of the origin. */
export default async function SalesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { actor, publisher } = await ownPublisher("/publish/sales")
  const [t, { db }] = [await words(), deps()]
  const [sales, served, kept] = await Promise.all([
    salesByFan(db, { publisherId: publisher.id }),
    servedByTitle(db, publisher.id),
    keptViews(actor, "sales-by-fan"),
  ])
  const perGb = publisher.originMicrosPerGb ?? DEFAULT_ORIGIN_MICROS_PER_GB
  const together = servedTogether(served.values())
  return (
    <Page>
      <PageHeader
        eyebrow={publisher.name}
        title={t("Sales and carriage")}
        lead={t("Fans do two things for your titles: they bring buyers, and they carry the bits. Both stand here.")}
      />
      <div className="grid grid-cols-1 gap-14">
        <Section
          title={t("Sales by fan")}
          description={t("All titles. What a fan earned is booked already, refunds taken off.")}
          actions={sales.length > 0 && <ExportLinks t={t} name="publisher-sales" what={t("All sales by fan")} />}
        >
          <FanSalesTable t={t} rows={sales} path="/publish/sales" params={await searchParams} kept={kept} />
        </Section>
        <Section
          title={t("Carriage against origin cost")}
          description={t("Every download counts: purchases, demos, and nodes that stock a title.")}
        >
          <Card className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
            <div className="grid content-start gap-6">
              <ServedBar t={t} served={together} />
              <SavedFigure t={t} served={together} perGb={perGb} />
            </div>
            <ActionForm action={saveOriginCost} values={{ costPerGb: microsToDecimal(perGb) }}>
              <FormError />
              <Field
                name="costPerGb"
                label={t("A GB from the origin costs, in US dollars")}
                hint={t("An assumption for the estimate, nothing is charged by it. Leave it empty for {price}.", {
                  price: formatMoney(DEFAULT_ORIGIN_MICROS_PER_GB, t.locale),
                })}
                required={false}
              >
                <TextInput inputMode="decimal" autoComplete="off" className="figures" maxLength={10} />
              </Field>
              <SubmitButton variant="secondary" className="justify-self-start">
                {t("Reckon with this")}
              </SubmitButton>
            </ActionForm>
          </Card>
        </Section>
      </div>
    </Page>
  )
}
