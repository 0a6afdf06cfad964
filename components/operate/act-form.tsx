/** One act of an operator behind a first press: what will happen, the reason it is written down with, then the button. */
import type { ReactNode } from "react"
import { Field, TextArea } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { FormAction } from "#components/ui/form-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type ActFormProps = {
  t: Translate
  action: FormAction
  id: string
  /** The verb: on the closed line and on the button. */
  label: string
  /** What will happen, one sentence each. */
  consequences: readonly string[]
  danger?: boolean
  /** Asks also for the words that visitors read. */
  noticeLabel?: string
  reasonLabel?: string
  fields?: ReactNode
  open?: boolean
  shortcut?: string
}

export function ActForm({ t, action, id, label, consequences, danger = false, ...more }: ActFormProps) {
  return (
    // Another act in its place begins closed: what was opened for a takedown is not an open "Bring it back".
    <details
      key={label}
      open={more.open}
      data-shortcut={more.shortcut}
      className="group rounded-card border border-line bg-surface open:border-edge"
    >
      <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between gap-4 rounded-card px-5 py-2 font-semibold hover:bg-sunken">
        <span className={danger ? "text-danger" : undefined}>{label}</span>
        <span className="flex items-center gap-3 text-muted" aria-hidden="true">
          {more.shortcut && <kbd className="rounded border border-edge px-1.5 font-mono text-12">{more.shortcut}</kbd>}
          <span className="transition-transform group-open:rotate-45">+</span>
        </span>
      </summary>
      <ActionForm action={action} aria-label={label} className="border-t border-line p-5" saysByToast>
        <input type="hidden" name="id" value={id} />
        {more.fields}
        <ul className="grid max-w-read list-disc gap-1 ps-5 text-14 text-muted">
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <FormError />
        <Field name="reason" label={more.reasonLabel ?? t("Reason")} hint={t("Stands in the record for good.")}>
          <TextArea rows={3} maxLength={1_000} />
        </Field>
        {more.noticeLabel && (
          <Field name="noticeText" label={more.noticeLabel} required={false}>
            <TextArea rows={2} maxLength={500} />
          </Field>
        )}
        <SubmitButton variant={danger ? "danger" : "primary"} className="justify-self-start">
          {label}
        </SubmitButton>
      </ActionForm>
    </details>
  )
}
