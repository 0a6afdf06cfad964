/** What operators did, newest first: who, what, why, and how it stood before and after. */
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import { actName } from "./act-words.ts"

type Act = {
  id: string
  act: string
  reason: string
  before: Record<string, string>
  after: Record<string, string>
  at: Date
  operator: string
}

export function ActList({ t, acts }: { t: Translate; acts: readonly Act[] }) {
  if (acts.length === 0)
    return <EmptyState title={t("No operator has done anything here.")}>{t("Every act leaves a line.")}</EmptyState>
  return (
    <ol className="grid gap-4">
      {acts.map((act) => (
        <li key={act.id} className="grid gap-1 border-s-4 border-line ps-4">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-semibold">{actName(t, act.act)}</span>
            {act.before.state && act.after.state && (
              <span className="font-mono text-12 text-muted">
                {act.before.state} → {act.after.state}
              </span>
            )}
          </p>
          <p className="max-w-read break-words whitespace-pre-line">{act.reason}</p>
          <p className="text-14 text-muted">
            {act.operator} · <DateTime at={act.at} mode="datetime" />
          </p>
        </li>
      ))}
    </ol>
  )
}
