"use client"
/** A native form over a server action: keeps what was typed, ties errors to fields, moves focus to them, works without scripts. */
import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from "react"
import { useFormStatus } from "react-dom"
import { Button, type ButtonProps } from "./button.tsx"
import { cx } from "./cx.ts"
import { EMPTY_FORM, type FormAction, type FormState } from "./form-state.ts"
import { Notice } from "./notice.tsx"
import { useT } from "./words.tsx"

const FormContext = createContext<FormState>(EMPTY_FORM)

/** The state of the nearest form. */
export const useFormState = (): FormState => useContext(FormContext)

type ActionFormProps = {
  action: FormAction
  children: ReactNode
  className?: string
  /** Values the form starts with. */
  values?: Readonly<Record<string, string>>
  "aria-label"?: string
  "aria-labelledby"?: string
}

/** `<ActionForm action={someAction}>` with `Field`s, a `FormError` and a `SubmitButton` inside. */
export function ActionForm({ action, children, className, values, ...rest }: ActionFormProps) {
  const [state, submit] = useActionState(action, { ...EMPTY_FORM, values: values ?? {} })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (state.error === null) return
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]")
    const target = wrong ?? form.current?.querySelector<HTMLElement>("[role=alert]")
    target?.focus()
  }, [state])
  return (
    <FormContext value={state}>
      <form ref={form} action={submit} className={cx("grid gap-5", className)} noValidate {...rest}>
        {children}
      </form>
    </FormContext>
  )
}

/** What is wrong with the form as a whole, or what just succeeded. Stands on top of the fields. */
export function FormError() {
  const { error, done } = useFormState()
  if (error) return <Notice tone="danger">{error}</Notice>
  if (done) return <Notice tone="ok">{done}</Notice>
  return null
}

/** The one primary button of a form; a second press while the first is under way does nothing. */
export function SubmitButton({ children, pendingLabel, ...rest }: ButtonProps & { pendingLabel?: string }) {
  const t = useT()
  const { pending } = useFormStatus()
  return (
    <Button
      type="submit"
      variant="primary"
      {...rest}
      aria-disabled={pending}
      onClick={(event) => {
        if (pending) event.preventDefault()
      }}
    >
      {pending ? (pendingLabel ?? t("One moment…")) : children}
    </Button>
  )
}
