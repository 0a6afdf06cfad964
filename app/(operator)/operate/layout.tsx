/** The operator's desk: its places at the side, with what waits in each. */
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { DeskFrame } from "#components/shell/desk-frame.tsx"
import { countWaiting } from "#lib/operate/desk-queries.ts"

export default async function OperateLayout({ children }: { children: ReactNode }) {
  await requirePageActor("/operate", "operator")
  const [t, counts] = await Promise.all([words(), countWaiting(deps().db)])
  return (
    <DeskFrame t={t} desk="operator" counts={counts}>
      {children}
    </DeskFrame>
  )
}
