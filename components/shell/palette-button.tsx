"use client"
/** Opens the command palette: by a press, or Ctrl-K (Cmd-K) anywhere. The palette itself is fetched then. */
import dynamic from "next/dynamic"
import { useEffect, useState } from "react"
import { useT } from "../ui/words.tsx"

export type PaletteActions = {
  signedIn: boolean
  signOut: () => Promise<void>
  chooseTheme: (form: FormData) => Promise<void>
  chooseLanguage: (form: FormData) => Promise<void>
}

const load = () => import("./command-palette.tsx")
const CommandPalette = dynamic(() => load().then((m) => m.CommandPalette), { ssr: false })

export function PaletteButton(actions: PaletteActions) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [mac, setMac] = useState(false)
  useEffect(() => {
    setMac(/Mac|iPhone|iPad/.test(navigator.platform))
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    document.addEventListener("keydown", onKey)
    return () => document.removeEventListener("keydown", onKey)
  }, [])
  return (
    <>
      <button
        type="button"
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-9 items-center gap-2 rounded-input px-2.5 text-14 text-muted hover:bg-sunken hover:text-ink lg:border lg:border-line lg:bg-surface"
      >
        <svg
          viewBox="0 0 16 16"
          className="size-4.5 lg:size-4"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        >
          <circle cx="7" cy="7" r="4.5" />
          <path d="M10.5 10.5L14 14" strokeLinecap="round" />
        </svg>
        <span className="sr-only lg:not-sr-only">{t("Go to…")}</span>
        <span aria-hidden="true" className="hidden rounded-[4px] border border-line px-1.5 font-sans text-12 lg:inline">
          {mac ? "⌘K" : "Ctrl K"}
        </span>
      </button>
      {open && <CommandPalette {...actions} onClose={() => setOpen(false)} />}
    </>
  )
}
