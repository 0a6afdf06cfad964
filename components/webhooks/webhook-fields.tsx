/** The fields of a webhook, for adding one and for changing one. */
import type { Translate } from "#lib/kernel/messages.ts"
import { Field, TextInput } from "../ui/field.tsx"
import { EventBoxes } from "./event-boxes.tsx"

export function WebhookFields({ t, events }: { t: Translate; events: readonly string[] }) {
  return (
    <>
      <Field name="url" label={t("Address")} hint={t("Where your program listens, beginning with https://")}>
        <TextInput type="url" inputMode="url" autoComplete="off" spellCheck={false} maxLength={500} />
      </Field>
      <Field
        name="description"
        label={t("What it is for")}
        required={false}
        hint={t("For your own overview, such as: stream overlay")}
      >
        <TextInput autoComplete="off" maxLength={80} />
      </Field>
      <EventBoxes chosen={events} />
    </>
  )
}
