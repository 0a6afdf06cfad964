"use client"
/** The fields of the block that is chosen. */
import { isBlockType } from "#lib/pages/page-blocks.ts"
import { useT } from "../ui/words.tsx"
import { BLOCK_FORMS } from "./block-forms.ts"
import { FieldControl } from "./field-control.tsx"
import { usePage, usePageCommands } from "./page-commands.ts"

export function BlockPanel() {
  const t = useT()
  const index = usePage((page) => page.appState.ui.itemSelector?.index ?? null)
  const block = usePage((page) => page.selectedItem)
  const { edit } = usePageCommands()
  if (index === null || !block || !isBlockType(block.type)) {
    return (
      <p className="text-muted">
        {t("Choose a block in the list or press on it in the page; what it says and how it stands is changed here.")}
      </p>
    )
  }
  const props = block.props as Record<string, unknown>
  const form = BLOCK_FORMS[block.type]
  return (
    <div className="grid gap-5" key={String(props.id)}>
      <p className="text-14 text-muted">{t.known(form.use)}</p>
      {form.fields.map((field) => (
        <FieldControl
          key={field.name}
          field={field}
          value={props[field.name]}
          onChange={(value) => edit(index, { [field.name]: value })}
        />
      ))}
    </div>
  )
}
