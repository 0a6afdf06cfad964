import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { CoverDesk } from "#components/publish/cover-desk.tsx"
import { GalleryAdd } from "#components/publish/gallery-add.tsx"
import { TitleFields } from "#components/publish/title-fields.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { galleryOf, MAX_GALLERY } from "#lib/catalog/gallery.ts"
import type { TitleView } from "#lib/catalog/queries.ts"
import { TIMED_DEMO_WARNING } from "#lib/catalog/title.ts"
import { centsToDecimal } from "#lib/kernel/money.ts"
import { saveTitle } from "../../actions.ts"
import { takeAsCover, takeIntoGallery } from "../../desk-actions.ts"
import { ownTitle, type TitleParams } from "../own-title.ts"
import { TitleFrame } from "../title-frame.tsx"
import { GalleryPicture } from "./gallery-picture.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Edit a title") }
}

/** What the title's page shows: cover, gallery, words, price. */
export default async function EditTitlePage(props: TitleParams) {
  const title = await ownTitle(props)
  const t = await words()
  const { name, tagline, description, kind, demoTerms } = title
  const values = { name, tagline, description, kind, demoTerms, price: centsToDecimal(title.priceCents) }
  return (
    <TitleFrame title={title} place="edit">
      <div className="grid max-w-220 gap-14">
        <Section
          id="cover"
          title={t("Cover")}
          description={t("The loudest thing on every page that shows this title.")}
        >
          <Card>
            <CoverDesk slug={title.slug} name={name} cover={title.cover} take={takeAsCover} />
          </Card>
        </Section>
        <Gallery title={title} />
        <Section
          title={t("Words and price")}
          description={t("Its address stays /titles/{slug}: links point at it.", { slug: title.slug })}
        >
          <Card>
            <ActionForm action={saveTitle} values={values}>
              <input type="hidden" name="title" value={title.slug} />
              <FormError />
              <TitleFields timedWarning={t.known(TIMED_DEMO_WARNING)} />
              <SubmitButton className="justify-self-start">{t("Save")}</SubmitButton>
            </ActionForm>
          </Card>
        </Section>
      </div>
    </TitleFrame>
  )
}

async function Gallery({ title }: { title: TitleView }) {
  const t = await words()
  const pictures = await galleryOf(deps().db, title.id)
  return (
    <Section
      id="gallery"
      title={t("Gallery")}
      description={t("Up to {most} pictures, in the order they stand here.", { most: MAX_GALLERY })}
    >
      {pictures.length === 0 && (
        <EmptyState title={t("No picture yet")}>
          {t("Stills of a film, a look into a game, a sleeve opened: what a reader wants to see before they try it.")}
        </EmptyState>
      )}
      <ul className="grid gap-4 sm:grid-cols-2">
        {pictures.map((picture, i) => (
          <GalleryPicture
            key={picture.id}
            slug={title.slug}
            picture={picture}
            place={i + 1}
            isFirst={i === 0}
            isLast={i === pictures.length - 1}
          />
        ))}
      </ul>
      {pictures.length < MAX_GALLERY ? (
        <Card>
          <GalleryAdd slug={title.slug} take={takeIntoGallery} />
        </Card>
      ) : (
        <Notice>{t("The gallery is full. Take one off to add another.")}</Notice>
      )}
    </Section>
  )
}
