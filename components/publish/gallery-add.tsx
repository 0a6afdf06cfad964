"use client"
/** Puts one more picture at the end of a gallery. */
import { useRouter } from "next/navigation"
import { CropField } from "#components/ui/crop-field.tsx"
import { useT } from "#components/ui/words.tsx"
import type { TakePicture } from "./cover-desk.tsx"

export function GalleryAdd({ slug, take }: { slug: string; take: TakePicture }) {
  const t = useT()
  const router = useRouter()
  const aspects = [
    { label: t("As it is"), ratio: null },
    { label: "16:9", ratio: 16 / 9 },
    { label: "4:3", ratio: 4 / 3 },
  ]
  return (
    <CropField
      label={t("One more picture")}
      purpose="gallery"
      aspects={aspects}
      send={t("Add it to the gallery")}
      onPicture={async (picture) => {
        const problem = await take(slug, picture.id)
        if (problem) throw new Error(problem)
        router.refresh()
      }}
    />
  )
}
