"use client"
/** The page is out: its address to give away, and the button that brings people and credits the fan. */
import { CopyField } from "../ui/copy-field.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { useT } from "../ui/words.tsx"
import { useEditorPage } from "./editor-page.ts"

type PublishedSheetProps = {
  /** HTML of the first title's button; null while the site shows none. */
  button: { titleName: string; html: string } | null
  linksHref: string
  onClose: () => void
}

export function PublishedSheet({ button, linksHref, onClose }: PublishedSheetProps) {
  const t = useT()
  const { address } = useEditorPage()
  return (
    <Dialog open title={t("Your page is out")} lead={t("Visitors see it from now on.")} onClose={onClose}>
      <div className="grid gap-5">
        <CopyField label={t("Address of the page")} value={address} />
        {button && (
          <CopyField
            label={t("Button for your blog: {title}", { title: button.titleName })}
            value={button.html}
            multiline
          />
        )}
        <p className="flex flex-wrap gap-x-5 gap-y-2">
          <a className="link" href={address} target="_blank" rel="noreferrer">
            {t("Look at the page")}
          </a>
          <a className="link" href={linksHref}>
            {t("All buttons, in every form")}
          </a>
        </p>
      </div>
    </Dialog>
  )
}
