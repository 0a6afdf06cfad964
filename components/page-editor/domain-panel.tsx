"use client"
/** Where visitors find the page, and a domain of the fan's own. */
import { CopyField } from "../ui/copy-field.tsx"
import { useT } from "../ui/words.tsx"
import type { EditorDoor } from "./editor-door.ts"

export function DomainPanel({ address }: { door: EditorDoor; address: string }) {
  const t = useT()
  return (
    <div className="grid gap-4">
      <CopyField label={t("Address of the page")} value={address} />
    </div>
  )
}
