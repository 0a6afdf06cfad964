"use client"
/** A few words on what a control does or a word means: on hover and on focus, stays under the pointer, goes on Escape (WCAG 1.4.13). */
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react"
import { putBeside } from "./popover.tsx"

type TooltipProps = {
  /** One short sentence; never the only place where something important stands. */
  tip: string
  /** The control or word; it must be able to take focus, or `focusable` makes it so. */
  children: ReactNode
  focusable?: boolean
}

const OPEN_AFTER_MS = 350

export function Tooltip({ tip, children, focusable = false }: TooltipProps) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const sheet = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const show = (afterMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(true), afterMs)
  }
  const hide = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(false), 80)
  }
  useShown(open, setOpen, anchor, sheet)
  useDescribed(anchor, id, focusable)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the control inside is the interactive one; this only watches it
    <span
      ref={anchor}
      className="relative inline-flex"
      onPointerEnter={(event) => event.pointerType !== "touch" && show(OPEN_AFTER_MS)}
      onPointerLeave={hide}
      onFocus={() => show(0)}
      onBlur={hide}
    >
      {focusable ? (
        <button
          type="button"
          aria-describedby={id}
          className="min-h-6 cursor-help underline decoration-edge decoration-dotted underline-offset-4"
        >
          {children}
        </button>
      ) : (
        children
      )}
      <span
        ref={sheet}
        id={id}
        role="tooltip"
        popover="manual"
        className="sheet m-0 max-w-70 rounded-input border-0 bg-ink px-3 py-1.5 text-14 font-normal whitespace-normal text-paper shadow-float"
      >
        {tip}
      </span>
    </span>
  )
}

function useShown(
  open: boolean,
  setOpen: (open: boolean) => void,
  anchor: RefObject<HTMLElement | null>,
  sheet: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const tip = sheet.current
    if (!open || !tip) return
    tip.showPopover()
    putBeside(anchor.current, tip, "center", "above")
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && setOpen(false)
    document.addEventListener("keydown", onKey)
    return () => {
      document.removeEventListener("keydown", onKey)
      if (tip.isConnected) tip.hidePopover()
    }
  }, [open, setOpen, anchor, sheet])
}

/** Ties the words to the control inside, which its own code need not know. */
function useDescribed(anchor: RefObject<HTMLElement | null>, id: string, focusable: boolean): void {
  useEffect(() => {
    if (focusable) return
    const control = anchor.current?.querySelector("a,button,input,select,textarea,[tabindex]")
    control?.setAttribute("aria-describedby", id)
  }, [anchor, id, focusable])
}
