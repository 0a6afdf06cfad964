/** What will stand here, and the one step that fills it. */
import type { ReactNode } from "react"

type EmptyStateProps = { title: string; children: ReactNode; action?: ReactNode }

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-start gap-3 rounded-card border border-dashed border-edge bg-sunken/50 p-8">
      <p className="font-display text-22 tracking-tight">{title}</p>
      <div className="max-w-read text-muted">{children}</div>
      {action}
    </div>
  )
}
