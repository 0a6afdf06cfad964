"use client"
/** A small sheet beside the button that opens it: the browser's own popover (Escape, a press beside it), placed by us. */
import { type ReactNode, useId, useRef } from "react"
import { Button, type ButtonProps } from "./button.tsx"
import { cx } from "./cx.ts"
import { placeBeside } from "./place-beside.ts"

type PopoverProps = {
  /** What stands on the button. */
  trigger: ReactNode
  /** The name of the sheet for screen readers. */
  label: string
  align?: "start" | "center" | "end"
  variant?: ButtonProps["variant"]
  size?: ButtonProps["size"]
  triggerClassName?: string
  className?: string
  children: ReactNode
}

/** Opens without script too, in the middle of the screen. A press on a link inside closes it. */
export function Popover({ trigger, label, align = "start", variant, size = "small", ...rest }: PopoverProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  return (
    <>
      <Button
        ref={button}
        {...(variant && { variant })}
        size={size}
        popoverTarget={id}
        aria-haspopup="dialog"
        {...(rest.triggerClassName && { className: rest.triggerClassName })}
      >
        {trigger}
      </Button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click as well */}
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onToggle={(event) => event.newState === "open" && putBeside(button.current, sheet.current, align)}
        onClick={(event) => (event.target as Element).closest("a") && sheet.current?.hidePopover()}
        className={cx(
          "sheet m-auto max-w-[calc(100vw-1rem)] rounded-card border border-line bg-surface p-4 text-ink shadow-float",
          rest.className,
        )}
      >
        {rest.children}
      </div>
    </>
  )
}

/** Puts an open popover beside its anchor. */
export function putBeside(
  anchor: Element | null,
  sheet: HTMLElement | null,
  align: "start" | "center" | "end",
  side: "below" | "above" = "below",
): void {
  if (!anchor || !sheet) return
  const { width, height } = sheet.getBoundingClientRect()
  const rtl = getComputedStyle(anchor).direction === "rtl"
  const screen = { width: document.documentElement.clientWidth, height: window.innerHeight }
  const place = placeBeside(anchor.getBoundingClientRect(), { width, height, align, side, rtl }, screen)
  sheet.style.inset = `${place.top}px auto auto ${place.left}px`
  sheet.style.margin = "0"
}
