/** The pictures of a title's page: small ones in a row, each opening large in the browser's own popover. No script. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { Picture } from "../ui/picture.tsx"

type GalleryProps = { t: Translate; name: string; pictures: readonly PictureView[] }

export function Gallery({ t, name, pictures }: GalleryProps) {
  if (pictures.length === 0) return null
  return (
    <ul aria-label={t("Pictures of {name}", { name })} className="grid grid-cols-4 gap-2 sm:gap-3">
      {pictures.map((picture, i) => (
        <li key={picture.id}>
          <GalleryPicture t={t} picture={picture} label={t("Picture {number}", { number: i + 1 })} />
        </li>
      ))}
    </ul>
  )
}

function GalleryPicture({ t, picture, label }: { t: Translate; picture: PictureView; label: string }) {
  const id = `picture-${picture.id}`
  const words = picture.alt || label
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={t("Enlarge: {words}", { words })}
        className="relative block aspect-[4/3] w-full overflow-hidden rounded-input transition-opacity hover:opacity-85"
        style={{ backgroundColor: picture.colour }}
      >
        <Picture
          picture={picture}
          alt=""
          sizes="(min-width: 64rem) 11rem, 30vw"
          className="absolute inset-0 h-full! object-cover"
        />
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={words}
        className="m-auto max-h-[94dvh] max-w-[min(94vw,80rem)] overflow-auto rounded-card border border-line bg-surface p-3 text-ink backdrop:bg-ink/60"
      >
        <div className="grid gap-3">
          <Picture
            picture={picture}
            alt={words}
            sizes="94vw"
            className="h-auto max-h-[80dvh] w-auto! max-w-full rounded-input object-contain"
          />
          <div className="flex items-center justify-between gap-4">
            <p className="text-14 text-muted">{picture.alt}</p>
            <button
              type="button"
              popoverTarget={id}
              popoverTargetAction="hide"
              className="h-9 shrink-0 rounded-input border border-edge px-3 text-14 font-semibold hover:bg-sunken"
            >
              {t("Close")}
            </button>
          </div>
        </div>
      </div>
    </>
  )
}
