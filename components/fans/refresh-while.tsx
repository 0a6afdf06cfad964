"use client"
/** Asks the server for fresh figures every few seconds while something is on its way; still when the tab is hidden. */
import { useRouter } from "next/navigation"
import { useEffect } from "react"

const EVERY_MS = 3_000

export function RefreshWhile({ active }: { active: boolean }) {
  const router = useRouter()
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [active, router])
  return null
}
