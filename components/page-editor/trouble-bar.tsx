"use client"
/** What stands in the way of saving, and the way on. */
import type { ReactNode } from "react"
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"
import type { SaveState } from "./draft-keeper.ts"

type TroubleBarProps = {
  state: SaveState
  signInHref: string
  onKeepMine: () => void
  onTakeTheirs: () => void
  onRetry: () => void
}

export function TroubleBar({ state, signInHref, onKeepMine, onTakeTheirs, onRetry }: TroubleBarProps) {
  const t = useT()
  if (state.kind === "conflict") {
    return (
      <Bar
        text={t(
          "This page was changed in another window or on another device. Which one shall stay? The other one stays within reach of Undo.",
        )}
      >
        <Button size="small" variant="primary" onClick={onKeepMine}>
          {t("Keep what is here")}
        </Button>
        <Button size="small" onClick={onTakeTheirs}>
          {t("Take the other one")}
        </Button>
      </Bar>
    )
  }
  if (state.kind !== "refused") return null
  return (
    <Bar text={t.known(state.detail)}>
      {state.signIn && (
        <a className="link text-14" href={signInHref} target="_blank" rel="noreferrer">
          {t("Sign in again in a new window")}
        </a>
      )}
      <Button size="small" onClick={onRetry}>
        {t("Save again")}
      </Button>
    </Bar>
  )
}

function Bar({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-danger bg-danger-tint px-4 py-2 text-14"
    >
      <p className="grow">{text}</p>
      {children}
    </div>
  )
}
