/** One picture of a gallery on the desk: moved by buttons, described in words, taken off; works without script. */
import { words } from "#app/_server/words.ts"
import { Card } from "#components/ui/card.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Picture } from "#components/ui/picture.tsx"
import { MAX_ALT, type PictureView } from "#lib/media/picture.ts"
import { changeGallery } from "../../desk-actions.ts"

type GalleryPictureProps = { slug: string; picture: PictureView; place: number; isFirst: boolean; isLast: boolean }

export async function GalleryPicture({ slug, picture, place, isFirst, isLast }: GalleryPictureProps) {
  const t = await words()
  const button = { variant: "secondary", size: "small", name: "what" } as const
  return (
    <Card as="li" className="grid content-start gap-4 p-4">
      <div className="aspect-video overflow-hidden rounded-input" style={{ backgroundColor: picture.colour }}>
        <Picture picture={picture} sizes="(min-width: 40rem) 24rem, 100vw" className="size-full object-contain" />
      </div>
      <ActionForm
        action={changeGallery}
        values={{ alt: picture.alt }}
        className="gap-3"
        aria-label={t("Picture {place}", { place })}
      >
        <input type="hidden" name="title" value={slug} />
        <input type="hidden" name="picture" value={picture.id} />
        <FormError />
        <Field
          name="alt"
          label={t("What it shows, for those who cannot see it")}
          required={false}
          {...(picture.alt === "" && { hint: t("One sentence.") })}
        >
          <TextInput autoComplete="off" maxLength={MAX_ALT} />
        </Field>
        <div className="flex flex-wrap gap-2">
          {/* First in the form: Enter in the field saves the words. */}
          <SubmitButton {...button} value="describe">
            {t("Save")}
          </SubmitButton>
          {!isFirst && (
            <SubmitButton {...button} value="earlier" aria-label={t("Move picture {place} earlier", { place })}>
              {t("Earlier")}
            </SubmitButton>
          )}
          {!isLast && (
            <SubmitButton {...button} value="later" aria-label={t("Move picture {place} later", { place })}>
              {t("Later")}
            </SubmitButton>
          )}
          <SubmitButton {...button} variant="quiet" value="off" className="ms-auto">
            {t("Take off")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  )
}
