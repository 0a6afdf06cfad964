"use client"
/** What a webhook is told of: one box for each event, in a group that carries the group's error. */
import { CHOSEN_EVENTS, PROGRAM_EVENTS } from "#lib/notices/program-event-state.ts"
import { Checkbox } from "../ui/field.tsx"
import { useFormState } from "../ui/form.tsx"
import { useT } from "../ui/words.tsx"

export function EventBoxes({ chosen }: { chosen: readonly string[] }) {
  const t = useT()
  const { fields } = useFormState()
  const wrong = fields.events
  return (
    <fieldset className="grid gap-3" aria-describedby={wrong ? "events-wrong" : undefined}>
      <legend className="mb-2 text-14 font-semibold">{t("What it is told of")}</legend>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {CHOSEN_EVENTS.map((event) => (
          <Checkbox
            key={event}
            name="events"
            value={event}
            defaultChecked={chosen.includes(event)}
            aria-invalid={wrong ? true : undefined}
            label={t.known(PROGRAM_EVENTS[event])}
            hint={<code className="font-mono text-12">{event}</code>}
          />
        ))}
      </div>
      {wrong && (
        <p id="events-wrong" className="flex gap-1.5 text-14 text-danger">
          <span aria-hidden="true">▲</span>
          <span>{wrong}</span>
        </p>
      )}
    </fieldset>
  )
}
