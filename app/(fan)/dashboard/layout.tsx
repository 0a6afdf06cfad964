/** The fan's desk: its places at the side of every page of it. */
import Link from "next/link"
import type { ReactNode } from "react"
import { words } from "#app/_server/words.ts"
import { DeskFrame } from "#components/shell/desk-frame.tsx"

export default async function Layout({ children }: { children: ReactNode }) {
  const t = await words()
  const foot = (
    <Link href="/developers" className="link">
      {t("For your own programs")}
    </Link>
  )
  return (
    <DeskFrame t={t} desk="fan" foot={foot}>
      {children}
    </DeskFrame>
  )
}
