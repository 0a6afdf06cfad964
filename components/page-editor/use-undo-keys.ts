"use client"
/** Ctrl+Z and its kin, in the editor and in the canvas: before Puck hears them, which may go back one step too far. */
import { useEffect, useRef } from "react"

type UndoKeys = { undo: () => Promise<void>; redo: () => Promise<void> }

/** `frame`: the canvas' document, once there is one. */
export function useUndoKeys({ undo, redo }: UndoKeys, frame: Document | null): void {
  const latest = useRef({ undo, redo })
  latest.current = { undo, redo }
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const wants = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null
      if (!wants) return
      event.preventDefault()
      event.stopPropagation()
      void latest.current[wants]()
    }
    const places = frame ? [document, frame] : [document]
    for (const place of places) place.addEventListener("keydown", hear, { capture: true })
    return () => {
      for (const place of places) place.removeEventListener("keydown", hear, { capture: true })
    }
  }, [frame])
}
