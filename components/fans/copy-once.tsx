"use client"
/** Text to take away, with one button: copies it, and tells the platform that it was taken. Without a script it is selected by hand. */
import { useId, useRef, useState } from "react"
import { SubmitButton } from "../ui/form.tsx"
import { useT } from "../ui/words.tsx"

type CopyOnceProps = {
  text: string
  code: string
  form: string
  noteCopied: (data: FormData) => Promise<void>
}

export function CopyOnce({ text, code, form, noteCopied }: CopyOnceProps) {
  const t = useT()
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState("")
  /** Within the press, because browsers let nobody write to the clipboard later. */
  function copy() {
    box.current?.select()
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard here"))
    written.then(
      () => setSaid(t("Copied. Paste it into your page.")),
      () => setSaid(t("It is selected: press Ctrl+C, then paste it into your page.")),
    )
  }
  return (
    <form action={noteCopied} onSubmit={copy} className="grid content-start gap-3">
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="form" value={form} />
      <label htmlFor={id} className="text-14 font-semibold">
        {t("The text to paste")}
      </label>
      <textarea
        id={id}
        ref={box}
        readOnly
        value={text}
        rows={6}
        spellCheck={false}
        className="w-full rounded-input border border-edge bg-sunken px-3 py-2 font-mono text-14 break-all"
      />
      <SubmitButton className="justify-self-start">{t("Copy the button")}</SubmitButton>
      <p role="status" className="min-h-6 text-14 text-ok">
        {said}
      </p>
    </form>
  )
}
