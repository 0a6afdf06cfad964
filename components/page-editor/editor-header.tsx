"use client"
/** The editor's head: which page, whether it is safe, back and forth, how wide, and out into the world. */
import { Button } from "../ui/button.tsx"
import { cx } from "../ui/cx.ts"
import { useT } from "../ui/words.tsx"
import { type CanvasWidth, WIDTHS } from "./canvas.tsx"
import type { SaveState } from "./draft-keeper.ts"
import { useEditorPage } from "./editor-page.ts"
import { Icon, type IconName } from "./icons.tsx"
import { usePage, usePageCommands } from "./page-commands.ts"
import { SaveNote } from "./save-note.tsx"

type EditorHeaderProps = {
  state: SaveState
  width: CanvasWidth
  onWidth: (width: CanvasWidth) => void
  backHref: string
  /** Nothing differs from what visitors see. */
  isLive: boolean
  isPublishing: boolean
  onPublish: () => void
}

const WIDTH_ICONS: Readonly<Record<CanvasWidth, IconName>> = { 390: "phone", 768: "tablet", 1280: "desk" }

export function EditorHeader(props: EditorHeaderProps) {
  const { state, width, onWidth, backHref, isLive, isPublishing, onPublish } = props
  const t = useT()
  const { siteName } = useEditorPage()
  const { undo, redo } = usePageCommands()
  const hasPast = usePage((page) => page.history.hasPast)
  const hasFuture = usePage((page) => page.history.hasFuture)
  const widthNames: Record<CanvasWidth, string> = { 390: t("Phone"), 768: t("Tablet"), 1280: t("Desk") }
  return (
    <header className="flex h-15 shrink-0 items-center gap-2 border-b border-line bg-surface px-2 md:gap-3 md:px-4">
      <a
        href={backHref}
        aria-label={t("Back to the site")}
        className="grid size-10 shrink-0 place-items-center rounded-input hover:bg-sunken"
      >
        <Icon name="back" className="size-5 rtl:-scale-x-100" />
      </a>
      <div className="min-w-0 grow">
        <h1 className="truncate text-16 leading-tight md:text-18">{siteName}</h1>
        <SaveNote state={state} />
      </div>
      <div className="flex shrink-0">
        <HeadButton icon="undo" label={t("Undo")} off={!hasPast} onPress={() => void undo()} />
        <HeadButton icon="redo" label={t("Redo")} off={!hasFuture} onPress={() => void redo()} />
      </div>
      <fieldset className="hidden shrink-0 rounded-input border border-edge p-0.5 md:flex">
        <legend className="sr-only">{t("Width of the preview")}</legend>
        {WIDTHS.map((each) => (
          <label
            key={each}
            title={`${widthNames[each]}, ${each} px`}
            className={cx(
              "grid h-8 w-10 cursor-pointer place-items-center rounded-[4px] has-focus-visible:outline-2 has-focus-visible:outline-brass",
              each === width ? "bg-ink text-paper" : "hover:bg-sunken",
            )}
          >
            <input
              type="radio"
              name="preview-width"
              className="sr-only"
              checked={each === width}
              onChange={() => onWidth(each)}
              aria-label={t("{device}, {width} pixels", { device: widthNames[each], width: each })}
            />
            <Icon name={WIDTH_ICONS[each]} />
          </label>
        ))}
      </fieldset>
      <Button
        variant="primary"
        size="small"
        className="shrink-0"
        data-part="publish"
        aria-disabled={isPublishing}
        onClick={() => isPublishing || onPublish()}
      >
        {isPublishing ? t("Publishing…") : isLive ? t("Published") : t("Publish")}
        {isLive && !isPublishing && <Icon name="check" className="size-4" />}
      </Button>
    </header>
  )
}

type HeadButtonProps = { icon: IconName; label: string; off: boolean; onPress: () => void }

function HeadButton({ icon, label, off, onPress }: HeadButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => off || onPress()}
      className="grid size-10 place-items-center rounded-input hover:bg-sunken aria-disabled:opacity-40"
    >
      <Icon name={icon} className="size-5 rtl:-scale-x-100" />
    </button>
  )
}
