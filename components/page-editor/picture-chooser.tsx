"use client"
/** The fan's pictures to choose from, and the way to send a new one. */
import { useCallback, useEffect, useState } from "react"
import { Button } from "../ui/button.tsx"
import { CropField } from "../ui/crop-field.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { useT } from "../ui/words.tsx"
import { listPictures, type OwnPicture, ownPicture } from "./pictures-door.ts"

type PictureChooserProps = { onClose: () => void; onChosen: (picture: OwnPicture) => void }

export default function PictureChooser({ onClose, onChosen }: PictureChooserProps) {
  const t = useT()
  const aspects = [
    { label: t("As it is"), ratio: null },
    { label: t("Square"), ratio: 1 },
    { label: t("4 to 3"), ratio: 4 / 3 },
    { label: t("16 to 9"), ratio: 16 / 9 },
    { label: t("3 to 1"), ratio: 3 },
  ]
  return (
    <Dialog open size="wide" title={t("Choose a picture")} onClose={onClose}>
      <CropField
        label={t("A picture from your device")}
        purpose="page"
        aspects={aspects}
        describe
        send={t("Put it on the page")}
        onPicture={(sent) => onChosen(ownPicture(sent))}
      />
      <OwnPictures onChosen={onChosen} />
    </Dialog>
  )
}

function OwnPictures({ onChosen }: { onChosen: (picture: OwnPicture) => void }) {
  const t = useT()
  const [pictures, setPictures] = useState<OwnPicture[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading")
  const load = useCallback(async (before: string | null) => {
    setState("loading")
    try {
      const page = await listPictures(before)
      setPictures((known) => (before ? [...known, ...page.pictures] : page.pictures))
      setNext(page.next)
      setState("ready")
    } catch {
      setState("failed")
    }
  }, [])
  useEffect(() => void load(null), [load])
  return (
    <section aria-label={t("Your pictures")} className="grid gap-4">
      <h3 className="text-18">{t("Your pictures")}</h3>
      {state === "ready" && pictures.length === 0 && (
        <p className="text-muted">{t("None yet. What you send is kept here, for other pages too.")}</p>
      )}
      {state === "failed" && (
        <div className="flex flex-wrap items-center gap-3">
          <p>{t("Your pictures could not be fetched.")}</p>
          <Button size="small" onClick={() => load(null)}>
            {t("Try again")}
          </Button>
        </div>
      )}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 md:grid-cols-4">
        {pictures.map((own) => (
          <li key={own.id}>
            <button
              type="button"
              onClick={() => onChosen(own)}
              className="grid w-full gap-1 rounded-input border border-line p-1 text-start hover:border-ink"
            >
              {/* biome-ignore lint/performance/noImgElement: our own door has it in every size */}
              <img
                src={own.picture.src}
                srcSet={own.picture.webp || undefined}
                sizes="240px"
                alt=""
                loading="lazy"
                className="aspect-4/3 w-full rounded-[4px] bg-sunken object-contain"
              />
              <span className="truncate px-1 text-12">{own.alt || t("Without a description yet")}</span>
            </button>
          </li>
        ))}
      </ul>
      {state === "loading" && <p className="text-muted">{t("One moment…")}</p>}
      {state === "ready" && next && (
        <Button size="small" className="justify-self-start" onClick={() => load(next)}>
          {t("Older ones")}
        </Button>
      )}
    </section>
  )
}
