"use client"
/** On or off, at once: a checkbox the browser calls a switch. For a choice that is sent with a form, use a Checkbox. */
import { type ComponentPropsWithoutRef, type ReactNode, useId } from "react"

type SwitchProps = Omit<ComponentPropsWithoutRef<"input">, "type" | "role" | "children"> & {
  label: ReactNode
  hint?: ReactNode
}

export function Switch({ label, hint, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-6">
      <div className="grid">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="max-w-read text-14 text-muted">
            {hint}
          </span>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is checked
        role="switch"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="switch"
        {...rest}
      />
    </div>
  )
}
