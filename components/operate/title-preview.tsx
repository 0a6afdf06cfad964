/** The title's page as buyers would see it, without its buttons. */
import { Cover } from "#components/store/cover.tsx"
import { Gallery } from "#components/store/gallery.tsx"
import { madeBy } from "#components/store/kind-words.ts"
import { Price } from "#components/store/price.tsx"
import { TitleText } from "#components/store/title-text.tsx"
import type { TitleKind } from "#lib/catalog/title-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { PictureView } from "#lib/media/picture.ts"

type Previewed = {
  slug: string
  name: string
  tagline: string
  description: string
  kind: TitleKind
  priceCents: Cents
  currency: string
  demoTerms: string
  hasCover: boolean
  cover: PictureView | null
  publisherName: string
}

type Props = { t: Translate; title: Previewed; gallery: readonly PictureView[] }

export function TitlePreview({ t, title, gallery }: Props) {
  return (
    <section
      aria-label={t("As buyers would see it")}
      className="grid gap-6 rounded-card border border-line bg-paper p-6"
    >
      <Cover {...title} t={t} className="max-w-160" />
      <div className="grid gap-1">
        <p className="text-14 text-muted">{madeBy(t, title.kind, title.publisherName)}</p>
        <p className="font-display text-28 tracking-tight wrap-anywhere">{title.name}</p>
        <p className="text-muted">{title.tagline}</p>
        <p className="flex flex-wrap gap-x-4 font-semibold">
          <Price t={t} cents={title.priceCents} currency={title.currency} />
          {title.demoTerms !== "none" && <span>{t("with a demo")}</span>}
        </p>
      </div>
      <Gallery t={t} name={title.name} pictures={gallery} />
      <TitleText t={t} text={title.description} />
    </section>
  )
}
