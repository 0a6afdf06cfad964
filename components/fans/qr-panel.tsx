"use client"
/** A link for paper and screens seen from afar: its QR code, drawn as chosen, to look at and to take away. */
import { type FormEvent, useState } from "react"
import { AppError } from "#lib/kernel/errors.ts"
import { QR_DEFAULTS, QR_LEVELS, readQrOptions } from "#lib/pages/qr-options.ts"
import { Checkbox, Field, Select, TextInput } from "../ui/field.tsx"
import { useT } from "../ui/words.tsx"

const SIZES = [256, 512, 1024, 2048] as const
const DOWNLOAD =
  "inline-flex min-h-11 items-center justify-center rounded-input border border-edge bg-surface px-5 py-2 font-semibold hover:border-ink hover:bg-sunken"

export function QrPanel({ code }: { code: string }) {
  const t = useT()
  const [query, setQuery] = useState("")
  const [fault, setFault] = useState<{ field: string; words: string } | null>(null)
  const see = (event: FormEvent<HTMLFormElement>) => {
    const wanted = new URLSearchParams([...new FormData(event.currentTarget)].map(([k, v]) => [k, String(v)]))
    wanted.delete("download")
    try {
      readQrOptions(wanted)
      setFault(null)
      setQuery(wanted.toString())
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      setFault({ field: error.field ?? "", words: t.known(error.detail) })
    }
  }
  const at = (field: string) => (fault?.field === field ? fault.words : undefined)
  return (
    <div className="grid gap-8 rounded-card border border-line bg-surface p-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      {/* Each button sends the form to a file of its own: a plain download, with script and without. */}
      <form
        action={`/embed/qr/${code}.svg`}
        onChange={see}
        className="grid content-start gap-5"
        aria-label={t("Draw the QR code")}
      >
        <input type="hidden" name="download" value="1" />
        <Looks at={at} />
        <Field
          name="s"
          label={t("Sub-id")}
          required={false}
          error={at("s")}
          hint={t("Tells one poster from another: flyer-harbour")}
        >
          <TextInput maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} className="font-mono" />
        </Field>
        <Checkbox
          name="caption"
          value="1"
          label={t("With a caption")}
          hint={t("The work's name, the address to type and the line that says you earn from it.")}
        />
        <Downloads code={code} />
      </form>
      <Picture address={`/embed/qr/${code}.svg${query ? `?${query}` : ""}`} />
    </div>
  )
}

/** `at` says what is wrong with a field. */
function Looks({ at }: { at: (field: string) => string | undefined }) {
  const t = useT()
  return (
    <div className="grid gap-4 sm:grid-cols-2 sm:items-start">
      <Field name="size" label={t("Width")}>
        <Select defaultValue={QR_DEFAULTS.sizePx}>
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {t("{count} pixels", { count: size })}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="level" label={t("Error correction")}>
        <Select defaultValue={QR_DEFAULTS.level}>
          {QR_LEVELS.map((level) => (
            <option key={level} value={level}>
              {levelWord(t, level)}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="ink" label={t("Ink")} error={at("ink")}>
        <TextInput type="color" defaultValue={QR_DEFAULTS.ink} className="cursor-pointer" />
      </Field>
      <Field name="paper" label={t("Paper")} error={at("paper")}>
        <TextInput type="color" defaultValue={QR_DEFAULTS.paper} className="cursor-pointer" />
      </Field>
    </div>
  )
}

function Downloads({ code }: { code: string }) {
  const t = useT()
  return (
    <div className="flex flex-wrap gap-3">
      <button type="submit" className={DOWNLOAD}>
        {t("Download SVG")}
      </button>
      <button type="submit" formAction={`/embed/qr/${code}.png`} className={DOWNLOAD}>
        {t("Download PNG")}
      </button>
    </div>
  )
}

function Picture({ address }: { address: string }) {
  const t = useT()
  return (
    <figure className="grid content-start gap-3">
      <div className="grid place-items-center rounded-card bg-sunken p-4">
        {/* biome-ignore lint/performance/noImgElement: the very picture that is downloaded */}
        <img src={address} alt={t("QR code of this link")} className="h-auto w-full max-w-72" />
      </div>
      <figcaption className="text-14 text-muted">
        {t("Scans are told apart from other clicks. Keep the white edge around it, and print it at least 2 cm wide.")}
      </figcaption>
    </figure>
  )
}

function levelWord(t: ReturnType<typeof useT>, level: (typeof QR_LEVELS)[number]): string {
  const words = {
    L: t("Low: 7 % may be lost"),
    M: t("Medium: 15 % may be lost"),
    Q: t("High: 25 % may be lost"),
    H: t("Highest: 30 % may be lost"),
  }
  return words[level]
}
