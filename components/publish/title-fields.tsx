/** The fields of a title's form: its words, its price and what its demo opens. */
import { Field, Select, TextArea, TextInput } from "#components/ui/field.tsx"
import { Notice } from "#components/ui/notice.tsx"

const KINDS = [
  ["game", "Game"],
  ["film", "Film"],
  ["music", "Music"],
  ["assets", "Asset pack"],
] as const

const DEMOS = [
  ["trial", "Trial part: the demo opens the files you mark as trial"],
  ["timed", "Timed: the demo opens everything for 30 days"],
  ["none", "No demo"],
] as const

type TitleFieldsProps = {
  /** Said beside the demo terms, so that nobody chooses timed without having read it. */
  timedWarning: string
  /** Left out when the title exists: links point at its address. */
  withSlug?: boolean
}

export function TitleFields({ timedWarning, withSlug = false }: TitleFieldsProps) {
  return (
    <>
      <Field name="name" label="Name">
        <TextInput autoComplete="off" maxLength={200} />
      </Field>
      {withSlug && (
        <Field
          name="slug"
          label="Address"
          required={false}
          hint="The last part of its page's address: letters a-z, digits and hyphens. Made from the name when left empty; it cannot change later."
        >
          <TextInput autoComplete="off" spellCheck={false} className="font-mono" maxLength={80} />
        </Field>
      )}
      <Field name="tagline" label="Tagline" required={false} hint="One line under the name.">
        <TextInput autoComplete="off" maxLength={300} />
      </Field>
      <Field name="description" label="Description" required={false} hint="Plain text; empty lines make paragraphs.">
        <TextArea rows={8} />
      </Field>
      <Field name="kind" label="What it is">
        <Select defaultValue="game">
          {KINDS.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="price" label="Price in US dollars" hint="From 0.99 to 1000.00, or 0 for free.">
        <TextInput inputMode="decimal" autoComplete="off" className="figures" maxLength={12} />
      </Field>
      <Field name="demoTerms" label="Demo">
        <Select defaultValue="trial">
          {DEMOS.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Notice tone="brass" title="Before you choose timed">
        {timedWarning}
      </Notice>
    </>
  )
}
