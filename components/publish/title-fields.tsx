"use client"
/** The fields of a title's form: its words, its price and what its demo opens. */
import { Field, Select, TextArea, TextInput } from "#components/ui/field.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { MAX_PRICE_CENTS, MIN_PRICE_CENTS } from "#lib/catalog/title.ts"
import { formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

const kinds = (t: Translate) =>
  [
    ["game", t("Game")],
    ["film", t("Film")],
    ["music", t("Music")],
    ["assets", t("Asset pack")],
  ] as const

const demos = (t: Translate) =>
  [
    ["trial", t("Trial part: the demo opens the files you mark as trial")],
    ["timed", t("Timed: the demo opens everything for 30 days")],
    ["none", t("No demo")],
  ] as const

type TitleFieldsProps = {
  /** Said beside the demo terms, so that nobody chooses timed without having read it. */
  timedWarning: string
  /** Left out when the title exists: links point at its address. */
  withSlug?: boolean
}

export function TitleFields({ timedWarning, withSlug = false }: TitleFieldsProps) {
  const t = useT()
  return (
    <>
      <Field name="name" label={t("Name")}>
        <TextInput autoComplete="off" maxLength={200} />
      </Field>
      {withSlug && (
        <Field
          name="slug"
          label={t("Address")}
          required={false}
          hint={t(
            "The last part of its page's address: letters a-z, digits and hyphens. Made from the name when left empty; it cannot change later.",
          )}
        >
          <TextInput autoComplete="off" spellCheck={false} className="font-mono" maxLength={80} />
        </Field>
      )}
      <Field name="tagline" label={t("Tagline")} required={false} hint={t("One line under the name.")}>
        <TextInput autoComplete="off" maxLength={300} />
      </Field>
      <Field
        name="description"
        label={t("Description")}
        required={false}
        hint={t("Plain text; empty lines make paragraphs.")}
      >
        <TextArea rows={8} />
      </Field>
      <Field name="kind" label={t("What it is")}>
        <Select defaultValue="game">
          {kinds(t).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        name="price"
        label={t("Price in US dollars")}
        hint={t("From {least} to {most}, or 0 for free.", {
          least: formatPrice(MIN_PRICE_CENTS, t.locale),
          most: formatPrice(MAX_PRICE_CENTS, t.locale),
        })}
      >
        <TextInput inputMode="decimal" autoComplete="off" className="figures" maxLength={12} />
      </Field>
      <Field name="demoTerms" label={t("Demo")}>
        <Select defaultValue="trial">
          {demos(t).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Notice tone="brass" title={t("Before you choose timed")}>
        {timedWarning}
      </Notice>
    </>
  )
}
