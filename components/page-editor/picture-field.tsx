"use client"
/** A picture of the fan's own in a block: what stands there, and the way to another one. */
import { lazy, Suspense, useId, useState } from "react"
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"
import { useEditorPage } from "./editor-page.ts"
import { Icon } from "./icons.tsx"

const PictureChooser = lazy(() => import("./picture-chooser.tsx"))

type PictureFieldProps = {
  label: string
  hint: string | undefined
  value: string
  onChange: (value: unknown) => void
}

export function PictureField({ label, hint, value, onChange }: PictureFieldProps) {
  const t = useT()
  const id = useId()
  const { context, addPicture } = useEditorPage()
  const [isOpen, setOpen] = useState(false)
  const shown = context.pictures[value]
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons and a picture are no form's fieldset
    <div role="group" aria-labelledby={id} className="grid gap-2">
      <p id={id} className="text-14 font-semibold">
        {label}
      </p>
      {shown && (
        // biome-ignore lint/performance/noImgElement: our own door has it in every size
        <img
          src={shown.src}
          srcSet={shown.webp || undefined}
          sizes="300px"
          alt={shown.alt || t("Without a description yet")}
          className="max-h-40 w-full rounded-input bg-sunken object-contain"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => setOpen(true)}>
          <Icon name="picture" className="size-4" />
          {shown ? t("Another picture") : t("Choose a picture")}
        </Button>
        {value && (
          <Button size="small" variant="quiet" onClick={() => onChange("")}>
            {t("Take it away")}
          </Button>
        )}
      </div>
      {hint && <p className="text-12 text-muted">{hint}</p>}
      {isOpen && (
        <Suspense fallback={null}>
          <PictureChooser
            onClose={() => setOpen(false)}
            onChosen={({ id: picture, picture: view }) => {
              addPicture(picture, view)
              onChange(picture)
              setOpen(false)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
