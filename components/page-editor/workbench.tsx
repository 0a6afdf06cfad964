"use client"
/** Where everything of the editor has its place: blocks, fields and the page side by side, or one after the other on a phone. */
import { useEffect, useRef, useState } from "react"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { cx } from "../ui/cx.ts"
import { useT } from "../ui/words.tsx"
import { AddBlock } from "./add-block.tsx"
import { Canvas, type CanvasWidth } from "./canvas.tsx"
import type { DraftKeeper, SaveState } from "./draft-keeper.ts"
import type { EditorDoor, Version } from "./editor-door.ts"
import { EditorHeader } from "./editor-header.tsx"
import { Icon, type IconName } from "./icons.tsx"
import { Outline } from "./outline.tsx"
import { usePage, usePageCommands } from "./page-commands.ts"
import type { PageEditorProps } from "./page-editor-room.tsx"
import { PublishedSheet } from "./published-sheet.tsx"
import { type PanelName, SidePanel } from "./side-panel.tsx"
import { TroubleBar } from "./trouble-bar.tsx"
import { usePublish } from "./use-publish.ts"
import { useUndoKeys } from "./use-undo-keys.ts"

export type WorkbenchProps = PageEditorProps & {
  door: EditorDoor
  keeper: DraftKeeper<PageDocument>
  state: SaveState
  frame: Document | null
  isLive: boolean
  setLive: (isLive: boolean) => void
  /** The document as it is now. */
  current: { current: PageDocument }
  /** The next change that shows this document is the server's own. */
  expect: (document: PageDocument) => void
}

type Step = "blocks" | "edit" | "see"
const hidden = (step: Step, here: Step) => (step === here ? "" : "max-lg:hidden")

export function Workbench(props: WorkbenchProps) {
  const { door, keeper, state, frame, isLive, setLive, current, expect } = props
  const t = useT()
  const commands = usePageCommands()
  const [width, setWidth] = useState<CanvasWidth>(ownWidth)
  const [panel, setPanel] = useState<PanelName>("block")
  const [step, setStep] = useState<Step>("blocks")
  const room = useRef<HTMLDivElement>(null)
  const publishing = usePublish({ door, keeper, onPublished: () => setLive(true) })
  useUndoKeys(commands, frame)
  useChosenOnCanvas(() => setPanel("block"))

  function open(name: PanelName, focus: boolean) {
    setPanel(name)
    setStep("edit")
    if (focus) focusSoon(room, "[data-panel] :is(input, textarea, select, button)")
  }
  function keepMine() {
    if (state.kind !== "conflict") return
    const mine = current.current
    // Two steps of undo, so that the other one stays within reach.
    commands.replaceAll(state.theirs as PageDocument)
    commands.replaceAll(mine)
    keeper.settle(mine)
  }
  function takeTheirs() {
    if (state.kind !== "conflict") return
    const { revision, theirs } = state
    expect(theirs as PageDocument)
    commands.replaceAll(theirs as PageDocument)
    keeper.yieldTo(revision)
  }
  async function restore(version: Version): Promise<string | null> {
    if (!(await keeper.flush())) return t("Your draft is not saved yet; restoring would lose it.")
    const answer = await door.restore(version.versionId, keeper.revision)
    if (!answer.ok) return t.known(answer.detail)
    expect(answer.document as PageDocument)
    commands.replaceAll(answer.document as PageDocument)
    keeper.adopt(answer.revision)
    setLive(version.isLive)
    return null
  }
  return (
    <div ref={room} className="page-editor fixed inset-0 z-40 flex flex-col bg-paper font-sans text-ink">
      <EditorHeader
        state={state}
        width={width}
        onWidth={setWidth}
        backHref={props.siteHref}
        isLive={isLive}
        isPublishing={publishing.isUnderWay}
        onPublish={() => void publishing.publish()}
      />
      <TroubleBar
        state={state}
        signInHref={props.signInHref}
        onKeepMine={keepMine}
        onTakeTheirs={takeTheirs}
        onRetry={() => void keeper.flush()}
      />
      {publishing.wrong && (
        <p role="alert" className="border-b border-danger bg-danger-tint px-4 py-2 text-14">
          {publishing.wrong}
        </p>
      )}
      <div className="grid min-h-0 grow grid-cols-1 lg:grid-cols-[280px_minmax(0,1fr)_340px]">
        <aside
          aria-label={t("What stands on the page")}
          className={cx("flex min-h-0 flex-col border-e border-line bg-surface", hidden(step, "blocks"))}
        >
          <div className="border-b border-line p-3">
            <AddBlock onAdded={() => open("block", true)} />
          </div>
          <div className="min-h-0 grow overflow-y-auto">
            <Outline
              onOpen={(focus) => open("block", focus)}
              onEmptied={() => focusSoon(room, "[data-part=add-block]")}
            />
            <p id="outline-keys" className="px-4 pb-3 text-12 text-muted max-lg:hidden">
              {t(
                "Arrow keys go from block to block, with Alt they move it. Enter opens its fields, Delete takes it out.",
              )}
            </p>
          </div>
          <PanelButtons panel={panel} onOpen={(name) => open(name, false)} />
        </aside>
        <div className={cx("min-h-0 min-w-0 lg:col-start-2 lg:row-start-1", hidden(step, "see"))}>
          <Canvas width={width} />
        </div>
        <aside
          data-panel
          aria-label={t("Fields")}
          className={cx("min-h-0 overflow-y-auto border-s border-line bg-surface", hidden(step, "edit"))}
        >
          <SidePanel {...props} panel={panel} onRestore={restore} newest={publishing.number} />
        </aside>
      </div>
      <Steps step={step} onStep={setStep} />
      {publishing.isDone && (
        <PublishedSheet
          button={props.button}
          linksHref="/dashboard/links"
          onClose={() => {
            publishing.close()
            focusSoon(room, "[data-part=publish]")
          }}
        />
      )}
    </div>
  )
}

/** The fan's own screen first: on a phone a desk's page would be too small to read. */
const ownWidth = (): CanvasWidth => (innerWidth < 640 ? 390 : innerWidth < 1024 ? 768 : 1280)

/** After React has put it there. */
function focusSoon(room: { current: HTMLElement | null }, selector: string) {
  setTimeout(() => room.current?.querySelector<HTMLElement>(selector)?.focus(), 30)
}

/** A press on a block in the canvas opens its fields. */
function useChosenOnCanvas(open: () => void) {
  const chosen = usePage((page) => page.appState.ui.itemSelector?.index ?? null)
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    if (chosen !== null) latest.current()
  }, [chosen])
}

const PANELS: readonly { name: PanelName; icon: IconName }[] = [
  { name: "look", icon: "look" },
  { name: "settings", icon: "page" },
  { name: "address", icon: "address" },
  { name: "history", icon: "clock" },
]

function PanelButtons({ panel, onOpen }: { panel: PanelName; onOpen: (name: PanelName) => void }) {
  const t = useT()
  const names: Record<PanelName, string> = {
    block: t("Fields"),
    look: t("Look"),
    settings: t("Settings"),
    address: t("Address"),
    history: t("History"),
  }
  return (
    <nav aria-label={t("The page as a whole")} className="grid grid-cols-2 gap-1 border-t border-line p-2">
      {PANELS.map(({ name, icon }) => (
        <button
          key={name}
          type="button"
          aria-pressed={panel === name}
          onClick={() => onOpen(name)}
          className={cx(
            "flex h-10 items-center gap-2 rounded-input px-3 text-14 hover:bg-sunken",
            panel === name && "bg-sunken font-semibold",
          )}
        >
          <Icon name={icon} /> {names[name]}
        </button>
      ))}
    </nav>
  )
}

/** On narrow screens one thing at a time. */
function Steps({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  const t = useT()
  const steps: Record<Step, string> = { blocks: t("Blocks"), edit: t("Fields"), see: t("Preview") }
  return (
    <nav aria-label={t("Parts of the editor")} className="grid grid-cols-3 border-t border-line bg-surface lg:hidden">
      {(Object.keys(steps) as Step[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={step === name}
          onClick={() => onStep(name)}
          className={cx("h-13 border-t-2 text-14", step === name ? "border-brass font-semibold" : "border-transparent")}
        >
          {steps[name]}
        </button>
      ))}
    </nav>
  )
}
