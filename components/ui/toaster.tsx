"use client"
/** Shows the toasts: said politely, kept while the pointer or focus is on them or the page is hidden, closed by Escape. */
import { useCallback, useEffect, useState, useSyncExternalStore } from "react"
import { CloseButton } from "./close-button.tsx"
import { cx } from "./cx.ts"
import {
  currentToasts,
  dismissToast,
  subscribeToasts,
  TOAST_SECONDS,
  type Toast,
  type ToastTone,
  toast,
} from "./toasts.ts"
import { useT } from "./words.tsx"

const NONE: readonly Toast[] = []
const MARKS: Record<ToastTone, { sign: string; look: string }> = {
  ok: { sign: "✓", look: "bg-ok text-paper" },
  info: { sign: "i", look: "bg-info text-paper" },
  danger: { sign: "!", look: "bg-danger text-paper" },
}

/** Stands once, in the frame of all pages. The region is always there, or screen readers would miss what comes first. */
export function Toaster() {
  const t = useT()
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts, () => NONE)
  const [held, setHeld] = useState(false)
  useHeldWhileOffline()
  return (
    <section
      aria-label={t("What just happened")}
      aria-live="polite"
      aria-relevant="additions"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-none fixed end-0 bottom-0 z-40 grid w-full max-w-105 gap-2 p-4"
    >
      {toasts.map((one) => (
        <OneToast key={one.id} toast={one} held={held} />
      ))}
    </section>
  )
}

/**
 * Without a line a form that is only a button, or a search, would give way to the browser's own error page: nothing is sent,
 * the page stays, and says why. Forms with fields of their own say it themselves.
 */
function useHeldWhileOffline(): void {
  const t = useT()
  useEffect(() => {
    const hold = (event: SubmitEvent) => {
      if (navigator.onLine || (event.target as HTMLElement).dataset.saysOffline !== undefined) return
      event.preventDefault()
      event.stopPropagation()
      toast(t("You are offline. Press again when you are back."), { tone: "info" })
    }
    // Before React hears it: what is held back here runs no action.
    addEventListener("submit", hold, { capture: true })
    return () => removeEventListener("submit", hold, { capture: true })
  }, [t])
}

function OneToast({ toast, held }: { toast: Toast; held: boolean }) {
  const close = useCallback(() => dismissToast(toast.id), [toast.id])
  useTimer(TOAST_SECONDS[toast.tone], held, close)
  const { sign, look } = MARKS[toast.tone]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from the buttons inside
    <div
      onKeyDown={(event) => event.key === "Escape" && close()}
      className="toast pointer-events-auto flex items-start gap-3 rounded-card border border-line bg-surface py-3 ps-4 pe-5 text-14 shadow-float"
    >
      <span
        aria-hidden="true"
        className={cx("mt-px grid size-5 shrink-0 place-items-center rounded-chip text-12 font-bold", look)}
      >
        {sign}
      </span>
      <p className="grow py-px">{toast.words}</p>
      {toast.action && (
        <button
          type="button"
          className="link -my-0.5 min-h-6 font-semibold"
          onClick={() => {
            toast.action?.run()
            close()
          }}
        >
          {toast.action.label}
        </button>
      )}
      <CloseButton onPress={close} small />
    </div>
  )
}

/** Runs `end` after so many seconds in which nobody looks at it closely; held or hidden time does not count. */
function useTimer(seconds: number, held: boolean, end: () => void): void {
  useEffect(() => {
    if (held || !Number.isFinite(seconds)) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const restart = () => {
      clearTimeout(timer)
      if (!document.hidden) timer = setTimeout(end, seconds * 1000)
    }
    restart()
    document.addEventListener("visibilitychange", restart)
    return () => {
      clearTimeout(timer)
      document.removeEventListener("visibilitychange", restart)
    }
  }, [seconds, held, end])
}
