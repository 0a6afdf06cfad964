/** The places of an account beside each other: settings, notifications, choices, data. Nothing around the pages of a stranger. */
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { DeskFrame } from "#components/shell/desk-frame.tsx"
import { countUnread } from "#lib/notices/queries.ts"

export async function AccountFrame({ children }: { children: ReactNode }) {
  const [t, actor] = [await words(), await currentActor()]
  if (!actor) return children
  return (
    <DeskFrame t={t} desk="account" counts={{ unread: await countUnread(deps().db, actor.userId) }}>
      {children}
    </DeskFrame>
  )
}
