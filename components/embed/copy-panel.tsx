/** One panel that gives a link away in every form, each beside what it will look like. */
import { CopyField } from "../ui/copy-field.tsx"
import { type CopyForm, copyForms, FRAME_HEIGHT, FRAME_WIDTH } from "./copy-forms.ts"

type CopyPanelProps = { code: string; titleName: string; publicUrl: string }

export function CopyPanel(link: CopyPanelProps) {
  return (
    <ul className="grid gap-6">
      {copyForms(link).map((form) => (
        <li key={form.key} className="grid gap-4 rounded-card border border-line bg-surface p-6 lg:grid-cols-2">
          <div className="grid content-start gap-2">
            <p className="text-14 text-muted">{form.use}</p>
            <CopyField label={form.label} value={form.code} multiline />
          </div>
          <div className="grid place-items-center rounded-card bg-sunken p-4">
            <CopyPreview form={form} {...link} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The script runs in a frame without rights on our origin, as it would on a stranger's page. */
export function CopyPreview({ form, code, titleName }: { form: CopyForm } & CopyPanelProps) {
  if (form.key === "iframe") {
    return (
      <iframe
        src={`/embed/frame/${code}`}
        width={FRAME_WIDTH}
        height={FRAME_HEIGHT}
        loading="lazy"
        title="Preview of the card"
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
        title="Preview of the button"
        className="max-w-full border-0 bg-white"
      />
    )
  }
  // biome-ignore lint/performance/noImgElement: this is the very image the snippet shows
  return <img src={`/embed/badge/${code}.svg`} height={40} alt={`Badge: get ${titleName} on Fanfare`} />
}
