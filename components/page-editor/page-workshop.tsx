"use client"
/** One page being worked on: Puck holds it, the keeper saves it, and what was left unsent is taken up again. */
import { type Config, type Data, Puck } from "@puckeditor/core"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { type PageTheme, THEME_PRESETS, themeCss } from "#lib/pages/page-theme.ts"
import { sameDocument } from "#lib/pages/same-document.ts"
import { useT } from "../ui/words.tsx"
import { FrameInside } from "./canvas.tsx"
import { CANVAS_STYLE } from "./canvas-style.ts"
import type { EditorDoor } from "./editor-door.ts"
import { useEditorPage } from "./editor-page.ts"
import { ChangeWatchContext } from "./page-commands.ts"
import { toData, toDocument } from "./page-data.ts"
import type { PageEditorProps } from "./page-editor-room.tsx"
import type { UnsentDrafts } from "./unsent-drafts.ts"
import { useDraft } from "./use-draft.ts"
import { Workbench } from "./workbench.tsx"

type PageWorkshopProps = PageEditorProps & {
  config: Config
  door: EditorDoor
  unsent: UnsentDrafts
  start: PageDocument
}

export function PageWorkshop(props: PageWorkshopProps) {
  const { config, door, unsent, start, revision, savedAt, style, locale } = props
  const t = useT()
  const { context } = useEditorPage()
  const { keeper, state } = useDraft({ door, unsent, revision, savedAt })
  // What a reload or a crash interrupted goes on where it was.
  const [opened] = useState(() => (unsent.found?.document as PageDocument | undefined) ?? start)
  const last = useRef<PageDocument>(opened)
  const watch = useRef({ lastChangeAt: 0 })
  const [isLive, setLive] = useState(props.isLive)
  const [frame, setFrame] = useState<Document | null>(null)
  const [theme, setTheme] = useState<PageTheme>(opened.root.props.theme ?? THEME_PRESETS.paper)

  useEffect(() => {
    const found = unsent.found
    const isFirst = revision === 0
    if (found && !isFirst && found.baseRevision !== revision && !sameDocument(found.document, start))
      keeper.startInConflict(opened, start, revision)
    else if (found || isFirst) keeper.change(opened)
    // Once, when the page is opened.
  }, [unsent, revision, start, opened, keeper])

  const onChange = useCallback(
    (data: Data) => {
      const document = toDocument(data)
      if (sameDocument(document, last.current)) return
      last.current = document
      watch.current.lastChangeAt = performance.now()
      setTheme(document.root.props.theme)
      setLive(false)
      keeper.change(document)
    },
    [keeper],
  )
  /** The server already has it: shown, but not sent again. */
  const expect = useCallback((document: PageDocument) => {
    last.current = toDocument(toData(document))
    watch.current.lastChangeAt = performance.now()
    setTheme(document.root.props.theme)
  }, [])
  const canvasStyle = useMemo(() => style + themeCss(theme, ":root") + CANVAS_STYLE, [style, theme])
  const canvas = useRef({ style: canvasStyle, locale, title: "" })
  canvas.current = { style: canvasStyle, locale, title: t("The page as it will be") }
  const overrides = useMemo(
    () => ({
      iframe: ({ children, document }: { children: React.ReactNode; document?: Document }) => (
        <FrameInside document={document} look={canvas} onReady={setFrame}>
          {children}
        </FrameInside>
      ),
    }),
    [],
  )
  useEffect(() => {
    const sheet = frame?.getElementById("page-style")
    if (sheet) sheet.textContent = canvasStyle
  }, [frame, canvasStyle])
  const metadata = useMemo(() => ({ context }), [context])
  return (
    <ChangeWatchContext value={watch}>
      <Puck
        config={config}
        data={toData(opened)}
        metadata={metadata}
        onChange={onChange}
        overrides={overrides}
        iframe={{ enabled: true, syncHostStyles: false, waitForStyles: false }}
        height="100%"
      >
        <Workbench
          {...props}
          keeper={keeper}
          state={state}
          frame={frame}
          isLive={isLive}
          setLive={setLive}
          current={last}
          expect={expect}
        />
      </Puck>
    </ChangeWatchContext>
  )
}
