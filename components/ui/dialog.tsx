"use client"
/**
 * Dialogs on the browser's own <dialog>: it keeps focus inside, makes the page behind inert, closes on Escape and gives
 * focus back. `AlertDialog` asks before something that cannot be undone, and starts on the harmless answer.
 */
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react"
import { Button, type ButtonVariant } from "./button.tsx"
import { CloseButton } from "./close-button.tsx"
import { cx } from "./cx.ts"
import { useT } from "./words.tsx"

type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  /** One sentence under the title; read out when the dialog opens. */
  lead?: ReactNode
  children?: ReactNode
  /** Buttons at the foot, the primary one last. */
  actions?: ReactNode
  size?: "small" | "normal" | "wide"
  role?: "dialog" | "alertdialog"
}

const SIZES = { small: "max-w-105", normal: "max-w-140", wide: "max-w-220" } as const

/** Nothing of the dialog is in the page until it opens. What was pressed to open it gets focus back. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null
}

function OpenDialog({
  onClose,
  title,
  lead,
  children,
  actions,
  size = "normal",
  role = "dialog",
}: Omit<DialogProps, "open">) {
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useModal(box)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside it closes; by keyboard that is Escape, which the browser handles
    <dialog
      ref={box}
      role={role === "alertdialog" ? role : undefined}
      aria-labelledby={`${id}-title`}
      aria-describedby={lead ? `${id}-lead` : undefined}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === box.current && role === "dialog" && onClose()}
      className={cx(
        "sheet m-auto w-[calc(100%-2rem)] rounded-card border border-line bg-surface p-0 text-ink shadow-float",
        SIZES[size],
      )}
    >
      <div className="grid grid-cols-1 gap-5 p-6">
        <div className="flex items-start justify-between gap-4">
          <h2 id={`${id}-title`} className="text-22">
            {title}
          </h2>
          {role === "dialog" && <CloseButton onPress={onClose} />}
        </div>
        {lead && (
          <p id={`${id}-lead`} className="max-w-read text-muted">
            {lead}
          </p>
        )}
        {children}
        {actions && <div className="flex flex-wrap justify-end gap-3">{actions}</div>}
      </div>
    </dialog>
  )
}

/** Shows the dialog as a modal while it stands in the page, and leads focus back when it goes. */
function useModal(box: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    const dialog = box.current
    dialog?.showModal()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [box])
}

type AlertDialogProps = {
  /** What opens it: a button with this text. */
  trigger: ReactNode
  triggerVariant?: ButtonVariant
  triggerSize?: "small" | "normal"
  /** "Take the title down?" */
  title: ReactNode
  /** What will happen, to whom, and whether it can be undone. */
  lead: ReactNode
  /** The verb again: "Take it down". Never "OK". */
  confirm: string
  /** The form's own fields (hidden ones with ids, a reason); sent with the confirmation. */
  children?: ReactNode
  action: (form: FormData) => void | Promise<void>
}

/** Asks before something that cannot be undone. Focus starts on "Keep it as it is"; a second press does nothing. */
export function AlertDialog({ trigger, triggerVariant = "danger", triggerSize = "normal", ...rest }: AlertDialogProps) {
  const { title, lead, confirm, children, action } = rest
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const t = useT()
  const formId = useId()
  async function send(form: FormData) {
    if (busy) return
    setBusy(true)
    try {
      await action(form)
      setOpen(false)
    } finally {
      setBusy(false)
    }
  }
  const actions = (
    <>
      <Button autoFocus onClick={() => setOpen(false)}>
        {t("Keep it as it is")}
      </Button>
      <Button type="submit" form={formId} variant="danger" aria-disabled={busy}>
        {busy ? t("One moment…") : confirm}
      </Button>
    </>
  )
  return (
    <>
      <Button variant={triggerVariant} size={triggerSize} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {trigger}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={title}
        lead={lead}
        actions={actions}
        size="small"
        role="alertdialog"
      >
        <form id={formId} action={send} className="grid gap-4 empty:hidden">
          {children}
        </form>
      </Dialog>
    </>
  )
}
