"use client"
/** A labelled control of the page editor: label, hint and what is wrong, tied together for every reader. */
import { type ReactNode, useId } from "react"
import { cx } from "../ui/cx.ts"

export const BOX =
  "w-full rounded-input border border-edge bg-surface px-3 text-16 text-ink hover:border-ink aria-invalid:border-2 aria-invalid:border-danger"

export type ControlProps = {
  id: string
  "aria-describedby"?: string
  "aria-invalid"?: true
}

type LabelledProps = {
  label: string
  hint?: string | undefined
  error?: string | null | undefined
  /** Stands at the end of the label's line, e.g. how many characters are left. */
  aside?: ReactNode
  className?: string
  children: (control: ControlProps) => ReactNode
}

export function Labelled({ label, hint, error, aside, className, children }: LabelledProps) {
  const id = useId()
  const told = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ")
  return (
    <div className={cx("grid gap-1", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-14 font-semibold">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, ...(told && { "aria-describedby": told }), ...(error && { "aria-invalid": true as const }) })}
      {hint && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-14 text-danger">
          <span aria-hidden="true">▲</span>
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
