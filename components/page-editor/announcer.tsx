"use client"
/** Says aloud what a command of the page editor did, for people who do not see it happen. */
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react"

type Say = (sentence: string) => void
const AnnouncerContext = createContext<Say>(() => {})

export const useSay = (): Say => useContext(AnnouncerContext)

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("")
  const odd = useRef(false)
  const say = useCallback((sentence: string) => {
    // The same sentence twice must be heard twice: a no-break space makes it another text.
    odd.current = !odd.current
    setSaid(odd.current ? sentence : `${sentence}\u00a0`)
  }, [])
  return (
    <AnnouncerContext value={say}>
      {children}
      <p role="status" aria-live="polite" className="sr-only" data-announcer>
        {said}
      </p>
    </AnnouncerContext>
  )
}
