"use client"
/** Every kind of block with what it is for; choosing one puts it after the block that is chosen. */
import { useState } from "react"
import { BLOCK_TYPES, type BlockType } from "#lib/pages/page-blocks.ts"
import { Button } from "../ui/button.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { useT } from "../ui/words.tsx"
import { BLOCK_FORMS } from "./block-forms.ts"
import { BlockGlyph } from "./block-glyph.tsx"
import { blockName } from "./block-words.ts"
import { Icon } from "./icons.tsx"
import { usePage, usePageCommands } from "./page-commands.ts"

/** As lib/pages/page-document.ts checks it. */
const MAX_BLOCKS = 200

export function AddBlock({ onAdded }: { onAdded: () => void }) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const count = usePage((page) => page.appState.data.content.length)
  const after = usePage((page) => page.selectedItem?.type ?? null)
  const { add } = usePageCommands()
  function choose(type: BlockType) {
    setOpen(false)
    add(type)
    onAdded()
  }
  return (
    <>
      <Button
        variant="secondary"
        className="w-full"
        data-part="add-block"
        aria-disabled={count >= MAX_BLOCKS}
        onClick={() => count < MAX_BLOCKS && setOpen(true)}
      >
        <Icon name="plus" className="size-4" /> {t("Add a block")}
      </Button>
      {isOpen && (
        <Dialog
          open
          size="wide"
          title={t("Add a block")}
          lead={
            after
              ? t("It comes after the block that is chosen: {block}.", { block: blockName(after, t) })
              : t("It comes last; you can move it.")
          }
          onClose={() => setOpen(false)}
        >
          <ul className="grid gap-3 sm:grid-cols-2 md:grid-cols-3">
            {BLOCK_TYPES.map((type) => (
              <li key={type} className="grid">
                <button
                  type="button"
                  data-type={type}
                  onClick={() => choose(type)}
                  className="flex items-start gap-3 rounded-card border border-line p-3 text-start hover:border-ink hover:bg-sunken"
                >
                  <BlockGlyph type={type} />
                  <span className="grid gap-0.5">
                    <span className="font-semibold">{blockName(type, t)}</span>
                    <span className="text-14 text-muted">{t.known(BLOCK_FORMS[type].use)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  )
}
