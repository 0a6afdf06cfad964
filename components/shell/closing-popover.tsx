"use client"
/** A native popover that closes when one of its links is followed: pages change here without being loaded anew. */
import type { ReactNode } from "react"

export function ClosingPopover({ id, className, children }: { id: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that a link inside was followed
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click as well
    <div
      id={id}
      popover="auto"
      onClick={(event) => (event.target as Element).closest("a") && event.currentTarget.hidePopover()}
      className={className}
    >
      {children}
    </div>
  )
}
