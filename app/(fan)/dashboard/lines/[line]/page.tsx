/** Explain this line: every touch considered for a referral, every share and signed receipt behind a carriage. */
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { LineCarriage } from "#components/earnings/line-carriage.tsx"
import { LineFacts } from "#components/earnings/line-facts.tsx"
import { LineTouches } from "#components/earnings/line-touches.tsx"
import { StreamChip } from "#components/ui/chip.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { explainLine } from "#lib/earnings/line-story.ts"
import { AppError } from "#lib/kernel/errors.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Explain this line") })

type Props = { params: Promise<{ line: string }> }

export default async function LinePage({ params }: Props) {
  const { line: id } = await params
  const actor = await requirePageActor(`/dashboard/lines/${id}`, "fan")
  const t = await words()
  const story = await explainLine(deps(), actor.userId, id, t).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound()
    throw error
  })
  const { line } = story
  return (
    <Page>
      <PageHeader
        eyebrow={<StreamChip kind={line.kind} />}
        title={<Money micros={line.amountMicros} />}
        lead={t("For {title}, order {order}.", { title: line.titleName, order: line.orderId })}
      />
      <div className="grid gap-12">
        <LineFacts t={t} story={story} />
        {line.kind === "referral" ? <LineTouches t={t} story={story} /> : <LineCarriage t={t} story={story} />}
      </div>
    </Page>
  )
}
