/** The operator's desk: its places at the side of every page of it. */
import type { ReactNode } from "react"
import { words } from "#app/_server/words.ts"
import { DeskFrame } from "#components/shell/desk-frame.tsx"

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    <DeskFrame t={await words()} desk="operator">
      {children}
    </DeskFrame>
  )
}
