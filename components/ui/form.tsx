"use client"
/** A native form over a server action: keeps what was typed, ties errors to fields, moves focus to them, works without scripts. */
import {
  createContext,
  type FormEvent,
  type ReactNode,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react"
import { useFormStatus } from "react-dom"
import { m, type Translate } from "#lib/kernel/messages.ts"
import { Button, type ButtonProps } from "./button.tsx"
import { cx } from "./cx.ts"
import { EMPTY_FORM, type FormAction, type FormState } from "./form-state.ts"
import { Notice } from "./notice.tsx"
import { toast } from "./toasts.ts"
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
  /** Success is said at the edge of the page: for a form that is gone, or folded away, once it has succeeded. */
  saysByToast?: boolean
  "aria-label"?: string
  "aria-labelledby"?: string
}

/** `<ActionForm action={someAction}>` with `Field`s, a `FormError` and a `SubmitButton` inside. */
export function ActionForm({ action, children, className, values, saysByToast = false, ...rest }: ActionFormProps) {
  const t = useT()
  const [answer, submit] = useActionState(careful(saysByToast ? toasting(action) : action, t), {
    ...EMPTY_FORM,
    values: values ?? {},
  })
  const [offline, setOffline] = useState(false)
  const state = offline ? { ...answer, error: t.known(OFFLINE), done: null } : answer
  // Nothing is sent and nothing is reset: what was typed, passwords too, waits in its fields.
  const stayIfOffline = (event: FormEvent) => {
    setOffline(!navigator.onLine)
    if (!navigator.onLine) event.preventDefault()
  }
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (answer.error === null && !offline) return
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]")
    const target = wrong ?? form.current?.querySelector<HTMLElement>("[role=alert]")
    target?.focus()
  }, [answer, offline])
  useEffect(() => {
    const back = () => setOffline(false)
    addEventListener("online", back)
    return () => removeEventListener("online", back)
  }, [])
  return (
    <FormContext value={state}>
      <form
        ref={form}
        action={submit}
        onSubmit={stayIfOffline}
        className={cx("grid gap-5", className)}
        noValidate
        data-says-offline
        {...rest}
      >
        {children}
      </form>
    </FormContext>
  )
}

const OFFLINE = m("You are offline. What you typed is kept; press again when you are back.")

/**
 * The action itself where the page is written (a form works without script); in the browser the same, with one thing more:
 * when the network fails on the way, the form says so and keeps what was typed instead of giving way to an error page.
 */
function careful(action: FormAction, t: Translate): FormAction {
  if (typeof window === "undefined") return action
  return async (previous, form) => {
    try {
      return await action(previous, form)
    } catch (error) {
      // What fetch rejects with; redirects and bugs are no TypeErrors of the network.
      if (navigator.onLine && !(error instanceof TypeError && /fetch|network|load failed/i.test(error.message)))
        throw error
      return { ...EMPTY_FORM, error: t.known(navigator.onLine ? LOST : OFFLINE), values: typed(form) }
    }
  }
}

/** Said when the answer is here, not when it is drawn: by then the form may be gone. Without script the form says it itself. */
function toasting(action: FormAction): FormAction {
  if (typeof window === "undefined") return action
  return async (previous, form) => {
    const answer = await action(previous, form)
    if (answer.done) toast(answer.done)
    return { ...answer, done: null }
  }
}

const LOST = m("The connection was lost on the way. What you typed is kept; press again.")

const typed = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === "string" && !name.startsWith("$ACTION") ? [[name, value]] : [],
    ),
  )

/**
 * What is wrong with the form as a whole, or what just succeeded. Stands on top of the fields. `wholeOnly`: a form of one
 * field need not say above it that something is marked below.
 */
export function FormError({ wholeOnly = false }: { wholeOnly?: boolean }) {
  const { error, done, fields } = useFormState()
  if (wholeOnly && Object.keys(fields).length > 0) return null
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
