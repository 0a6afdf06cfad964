/** A title's cover beside its name in a list: small, whole, on a mat of its own colour. */
import { Picture } from "#components/ui/picture.tsx"
import type { PictureView } from "#lib/media/picture.ts"

type CoverThumbProps = { cover: PictureView | null; name: string }

export function CoverThumb({ cover, name }: CoverThumbProps) {
  return (
    <span
      aria-hidden="true"
      className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-input bg-sunken font-display text-18 [&>picture]:contents"
    >
      {cover ? <Picture picture={cover} sizes="40px" alt="" className="size-full object-cover" /> : name.slice(0, 1)}
    </span>
  )
}
