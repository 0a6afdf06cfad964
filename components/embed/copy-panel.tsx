/** One panel that gives a link away in every form, each beside what it will look like. */
import type { Translate } from "#lib/kernel/messages.ts"
import { CopyField } from "../ui/copy-field.tsx"
import { type CopyForm, copyForms, FRAME_HEIGHT, FRAME_WIDTH } from "./copy-forms.ts"

type CopyPanelProps = { t: Translate; code: string; titleName: string; publicUrl: string }

export function CopyPanel({ t, ...link }: CopyPanelProps) {
  return (
    <ul className="grid gap-6">
      {copyForms(link).map((form) => (
        <li key={form.key} className="grid gap-4 rounded-card border border-line bg-surface p-6 lg:grid-cols-2">
          <div className="grid content-start gap-2">
            <p className="text-14 text-muted">{t.known(form.use)}</p>
            <CopyField label={t.known(form.label)} value={form.code} multiline />
          </div>
          <div className="grid place-items-center rounded-card bg-sunken p-4">
            <CopyPreview t={t} form={form} {...link} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The script runs in a frame without rights on our origin, as it would on a stranger's page. */
export function CopyPreview({ t, form, code, titleName }: { form: CopyForm } & CopyPanelProps) {
  if (form.key === "iframe") {
    return (
      <iframe
        src={`/embed/frame/${code}`}
        width={FRAME_WIDTH}
        height={FRAME_HEIGHT}
        loading="lazy"
        title={t("Preview of the card")}
        className="max-w-full border-0"
      />
    )
  }
  if (form.key === "script") {
    return (
      <iframe
        srcDoc={`<!doctype html><body style="margin:8px;font:14px system-ui">${form.code}</body>`}
        sandbox="allow-scripts"
        width={FRAME_WIDTH}
        height={112}
        title={t("Preview of the button")}
        className="max-w-full border-0 bg-white"
      />
    )
  }
  return (
    // biome-ignore lint/performance/noImgElement: this is the very image the snippet shows
    <img src={`/embed/badge/${code}.svg`} height={40} alt={t("Badge: get {title} on Fanfare", { title: titleName })} />
  )
}
