/** A sheet of surface on paper: a 1-px line, no shadow. */
import type { ReactNode } from "react"
import { cx } from "./cx.ts"

type CardProps = { children: ReactNode; className?: string; as?: "div" | "section" | "article" | "li"; id?: string }

export function Card({ children, className, as: Tag = "div", id }: CardProps) {
  return (
    <Tag id={id} className={cx("rounded-card border border-line bg-surface p-6", className)}>
      {children}
    </Tag>
  )
}

type SectionProps = { title: string; description?: ReactNode; actions?: ReactNode; children: ReactNode; id?: string }

/** A titled part of a page. */
export function Section({ title, description, actions, children, id }: SectionProps) {
  return (
    <section id={id} aria-label={title} className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-22">{title}</h2>
          {description && <p className="max-w-read text-muted">{description}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}
