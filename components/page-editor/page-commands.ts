"use client"
/** What one can do to a page, the same from a button, a key or the canvas; each says what it did. */
import { createUsePuck, type Data, useGetPuck } from "@puckeditor/core"
import { createContext, useContext, useMemo } from "react"
import { sameDocument } from "#lib/pages/same-document.ts"
import { useT } from "../ui/words.tsx"
import { useSay } from "./announcer.tsx"
import { blockName } from "./block-words.ts"
import { toDocument } from "./page-data.ts"

/** `usePage((page) => page.appState.data)`: re-renders when what was picked changes. */
export const usePage = createUsePuck()
const ROOT_ZONE = "root:default-zone"
/** Puck gathers changes into one step of undo for 250 ms; going back before that would go back too far. */
const STEP_ENDS_AFTER_MS = 280

export type ChangeWatch = { lastChangeAt: number }
export const ChangeWatchContext = createContext<{ current: ChangeWatch }>({ current: { lastChangeAt: 0 } })

export type PageCommands = ReturnType<typeof usePageCommands>

export function usePageCommands() {
  const get = useGetPuck()
  const say = useSay()
  const t = useT()
  const watch = useContext(ChangeWatchContext)
  return useMemo(() => {
    const blocks = () => get().appState.data.content
    const nameOf = (index: number) => blockName(blocks()[index]?.type ?? "", t)
    const select = (index: number | null) =>
      get().dispatch({
        type: "setUi",
        ui: { itemSelector: index === null ? null : { index, zone: ROOT_ZONE } },
      })
    const stepEnded = async () => {
      const wait = watch.current.lastChangeAt + STEP_ENDS_AFTER_MS - performance.now()
      if (wait > 0) await new Promise((done) => setTimeout(done, wait))
    }
    /** Two commands are two steps, however fast they follow: what Puck still gathers is written down before the next one. */
    const endStep = () => {
      const { history, appState } = get()
      const last = history.histories[history.index]?.state.data
      if (!last?.content || sameDocument(toDocument(last as Data), toDocument(appState.data))) return
      const step = { id: crypto.randomUUID(), state: appState }
      history.setHistories([...history.histories.slice(0, history.index + 1), step])
    }
    return {
      select,
      /** Inserts a block after the selected one, else at the end; answers where it stands. */
      add(type: string): number {
        endStep()
        const at = get().appState.ui.itemSelector?.index ?? blocks().length - 1
        const id = `${type}-${crypto.randomUUID()}`
        get().dispatch({
          type: "insert",
          componentType: type,
          destinationIndex: at + 1,
          destinationZone: ROOT_ZONE,
          id,
        })
        select(at + 1)
        say(t("{block} added as block {place} of {count}.", where(at + 1)))
        return at + 1
      },
      /** Moves a block one up (-1) or down (+1); at the end of the list nothing happens. */
      move(index: number, by: -1 | 1): void {
        const to = index + by
        if (to < 0 || to >= blocks().length) {
          say(t("It cannot go further."))
          return
        }
        endStep()
        get().dispatch({ type: "reorder", sourceIndex: index, destinationIndex: to, destinationZone: ROOT_ZONE })
        select(to)
        say(t("{block} is now block {place} of {count}.", where(to)))
      },
      duplicate(index: number): void {
        endStep()
        get().dispatch({ type: "duplicate", sourceIndex: index, sourceZone: ROOT_ZONE })
        select(index + 1)
        say(t("{block} doubled; the copy is block {place} of {count}.", where(index + 1)))
      },
      remove(index: number): void {
        const block = nameOf(index)
        endStep()
        get().dispatch({ type: "remove", index, zone: ROOT_ZONE })
        select(null)
        say(t("{block} taken out. Undo brings it back.", { block }))
      },
      /** Changes fields of one block. */
      edit(index: number, props: Record<string, unknown>): void {
        const block = blocks()[index]
        if (!block) return
        const data = { ...block, props: { ...block.props, ...props } }
        get().dispatch({ type: "replace", destinationIndex: index, destinationZone: ROOT_ZONE, data })
      },
      /** Changes what belongs to the page as a whole: look, settings. */
      editRoot(props: Record<string, unknown>): void {
        const { root } = get().appState.data
        get().dispatch({ type: "replaceRoot", root: { ...root, props: { ...root.props, ...props } } })
      },
      /** Puts another page in place of this one, as one step that undo takes back. */
      replaceAll(data: { root: object; content: readonly object[] }): void {
        endStep()
        select(null)
        get().dispatch({ type: "setData", data: data as never, recordHistory: true })
      },
      async undo(): Promise<void> {
        await stepEnded()
        if (!get().history.hasPast) return say(t("There is nothing to undo."))
        get().history.back()
        say(t("Undone."))
      },
      async redo(): Promise<void> {
        await stepEnded()
        if (!get().history.hasFuture) return say(t("There is nothing to redo."))
        get().history.forward()
        say(t("Redone."))
      },
    }
    function where(index: number) {
      return { block: nameOf(index), place: index + 1, count: blocks().length }
    }
  }, [get, say, t, watch])
}
