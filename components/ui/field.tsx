"use client"
/** A labelled field with its hint and its error, and the inputs that stand in it. */
import { type ComponentPropsWithoutRef, createContext, type ReactNode, useContext, useId, useState } from "react"
import { cx } from "./cx.ts"
import { useFormState } from "./form.tsx"
import { useT } from "./words.tsx"

type FieldContextValue = {
  id: string
  name: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
}
const FieldContext = createContext<FieldContextValue | null>(null)

type FieldProps = {
  name: string
  label: ReactNode
  hint?: ReactNode
  /** Shown as "(optional)" beside the label when false. */
  required?: boolean
  /** An error known without the form's state, e.g. from a page's query string. */
  error?: string | undefined
  children: ReactNode
  className?: string
}

/** `<Field name="email" label="E-mail"><TextInput type="email" /></Field>` */
export function Field({ name, label, hint, required = true, error, children, className }: FieldProps) {
  const id = useId()
  const t = useT()
  const message = useFormState().fields[name] ?? error
  const ids = [hint && `${id}-hint`, message && `${id}-error`].filter(Boolean).join(" ")
  const value = { id, name, describedBy: ids || undefined, invalid: message !== undefined, required }
  return (
    <div className={cx("grid min-w-0 grid-cols-1 gap-1.5", className)}>
      <label htmlFor={id} className="text-14 font-semibold">
        {label} {!required && <span className="font-normal text-muted">{t("(optional)")}</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-14 text-muted">
          {hint}
        </p>
      )}
      <FieldContext value={value}>{children}</FieldContext>
      {message && (
        <p id={`${id}-error`} className="flex gap-1.5 text-14 text-danger">
          <span aria-hidden="true">▲</span>
          <span>{message}</span>
        </p>
      )}
    </div>
  )
}

/** What the nearest `Field` gives its control. */
export function useFieldProps(): {
  id?: string
  name?: string
  required?: boolean
  "aria-describedby"?: string
  "aria-invalid"?: true
} {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.id,
    name: field.name,
    ...(field.required && { required: true }),
    ...(field.describedBy && { "aria-describedby": field.describedBy }),
    ...(field.invalid && { "aria-invalid": true }),
  }
}

/** What was typed before the form came back, else the fallback. */
export function useTyped(fallback: unknown): string | undefined {
  const field = useContext(FieldContext)
  const { values } = useFormState()
  const typed = field ? values[field.name] : undefined
  return typed ?? (fallback === undefined ? undefined : String(fallback))
}

const BOX =
  "w-full rounded-input border border-edge bg-surface px-3 text-16 text-ink placeholder:text-muted transition-colors hover:border-ink aria-invalid:border-danger aria-invalid:border-2 disabled:bg-sunken disabled:text-muted"

export function TextInput({ className, defaultValue, ...rest }: ComponentPropsWithoutRef<"input">) {
  const typed = useTyped(defaultValue)
  return <input {...useFieldProps()} {...rest} defaultValue={typed} className={cx(BOX, "h-11", className)} />
}

export function TextArea({ className, defaultValue, rows = 5, ...rest }: ComponentPropsWithoutRef<"textarea">) {
  const typed = useTyped(defaultValue)
  return (
    <textarea {...useFieldProps()} rows={rows} {...rest} defaultValue={typed} className={cx(BOX, "py-2", className)} />
  )
}

/** The key makes React take the kept choice after an action resets the form. */
export function Select({ className, defaultValue, children, ...rest }: ComponentPropsWithoutRef<"select">) {
  const typed = useTyped(defaultValue)
  return (
    <select key={typed} {...useFieldProps()} {...rest} defaultValue={typed} className={cx(BOX, "h-11 pe-8", className)}>
      {children}
    </select>
  )
}

/** A password box with a button that shows what is being typed. */
export function PasswordInput({ className, ...rest }: Omit<ComponentPropsWithoutRef<"input">, "type">) {
  const t = useT()
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <input
        {...useFieldProps()}
        {...rest}
        type={shown ? "text" : "password"}
        className={cx(BOX, "h-11 pe-18", className)}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label={t("Show the password")}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 end-0 px-3 text-14 text-muted hover:text-ink"
      >
        {shown ? t("Hide") : t("Show")}
      </button>
    </div>
  )
}

type CheckboxProps = Omit<ComponentPropsWithoutRef<"input">, "type"> & { label: ReactNode; hint?: ReactNode }

/** One box with its label; several with the same name make a choice of many. */
export function Checkbox({ label, hint, name, defaultChecked, ...rest }: CheckboxProps) {
  const id = useId()
  const { values } = useFormState()
  const kept = name === undefined ? undefined : values[name]
  const checked = kept === undefined ? defaultChecked : kept.split(",").includes(String(rest.value ?? "on"))
  return (
    <div className="flex gap-3">
      <input
        key={String(checked)}
        id={id}
        type="checkbox"
        name={name}
        defaultChecked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-1 size-4.5 shrink-0 accent-brass"
        {...rest}
      />
      <div className="grid content-start">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="text-14 text-muted">
            {hint}
          </span>
        )}
      </div>
    </div>
  )
}
