"use client"
/** A title's cover as it is, and the way to another: cut to a shape, sent, and in its place at once. */
import { useRouter } from "next/navigation"
import { CropField } from "#components/ui/crop-field.tsx"
import { Picture } from "#components/ui/picture.tsx"
import { useT } from "#components/ui/words.tsx"
import type { PictureView } from "#lib/media/picture.ts"

/** Says why it was not taken, or null. */
export type TakePicture = (title: string, picture: string) => Promise<string | null>
type CoverDeskProps = { slug: string; name: string; cover: PictureView | null; take: TakePicture }

export function CoverDesk({ slug, name, cover, take }: CoverDeskProps) {
  const t = useT()
  const router = useRouter()
  const aspects = [
    { label: t("As it is"), ratio: null },
    { label: "4:3", ratio: 4 / 3 },
    { label: "1:1", ratio: 1 },
    { label: "16:9", ratio: 16 / 9 },
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {cover && (
        <Picture
          picture={cover}
          sizes="20rem"
          alt={t("Cover of {name}", { name })}
          className="max-w-80 rounded-card border border-line"
        />
      )}
      <CropField
        label={cover ? t("Choose another cover") : t("Choose a cover")}
        purpose="cover"
        aspects={aspects}
        send={t("Use it as the cover")}
        onPicture={async (picture) => {
          const problem = await take(slug, picture.id)
          if (problem) throw new Error(problem)
          router.refresh()
        }}
      />
    </div>
  )
}
