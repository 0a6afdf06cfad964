"use client"
/** A menu of actions behind a button. The sheet itself (46 kB) is fetched when the pointer or focus comes near, and opens on the press. */
import dynamic from "next/dynamic"
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react"
import { Button, type ButtonProps } from "./button.tsx"

export type MenuAction = {
  id: string
  label: string
  /** Second line: what it does, or why it cannot be done now. */
  hint?: string
  danger?: boolean
  disabled?: boolean
  /** Somewhere to go; else `onAction` hears the id. */
  href?: string
}
export type MenuSection = { title?: string; actions: readonly MenuAction[] }

type MenuProps = {
  trigger: ReactNode
  /** The menu's name: "Actions for Damp Attic". Also the button's, when the trigger is only a picture. */
  label: string
  sections: readonly MenuSection[]
  onAction?: (id: string) => void
  variant?: ButtonProps["variant"]
  size?: ButtonProps["size"]
}

const load = () => import("./menu-sheet.tsx")
const MenuSheet = dynamic(() => load().then((m) => m.MenuSheet), { ssr: false })

/** For places to go use a list of links; this is for things to do. */
export function Menu({ trigger, label, sections, onAction, variant = "quiet", size = "small" }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState<"first" | "last" | null>(null)
  function onKeyDown(event: KeyboardEvent) {
    const end = event.key === "ArrowDown" ? "first" : event.key === "ArrowUp" ? "last" : null
    if (!end) return
    event.preventDefault()
    setOpen(end)
  }
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        size={size}
        aria-haspopup="menu"
        aria-expanded={open !== null}
        {...(typeof trigger !== "string" && { "aria-label": label })}
        onPointerEnter={load}
        onFocus={load}
        onKeyDown={onKeyDown}
        onClick={() => setOpen(open ? null : "first")}
      >
        {trigger}
      </Button>
      {open && (
        <MenuSheet
          anchor={button}
          label={label}
          sections={sections}
          startAt={open}
          onAction={onAction}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

/** Three dots: the usual trigger at the end of a row. */
export function MoreDots() {
  return (
    <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true" fill="currentColor">
      <circle cx="3" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="13" cy="8" r="1.4" />
    </svg>
  )
}
