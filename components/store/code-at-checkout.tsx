/** The fan's code before paying: the field, or who is credited by what was typed, instead of whom, and the way back. */
import type { Credit } from "#lib/attribution/queries.ts"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Field, TextInput } from "../ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "../ui/form.tsx"
import type { FormAction } from "../ui/form-state.ts"

type CodeProps = {
  t: Translate
  slug: string
  credit: Credit | null
  /** What the address filled in; it counts once the buyer presses. */
  prefilled: string | null
  apply: FormAction
  takeOff: FormAction
}

export function CodeAtCheckout({ t, slug, credit, prefilled, apply, takeOff }: CodeProps) {
  const another = prefilled !== null && prefilled !== credit?.code?.code ? prefilled : null
  if (!credit?.code?.typed) return <CodeField t={t} slug={slug} prefilled={prefilled} apply={apply} />
  return (
    <section
      aria-label={t("A fan’s code")}
      className="grid grid-cols-1 gap-3 rounded-card border border-line border-s-4 border-s-referral-fill bg-referral-tint p-4"
    >
      <TypedCode t={t} credit={credit} />
      <ActionForm action={takeOff} aria-label={t("Take the code off")} className="justify-items-start">
        <FormError />
        <input type="hidden" name="slug" value={slug} />
        <SubmitButton variant="secondary" pendingLabel={t("Taking it off…")}>
          {t("Take the code off")}
        </SubmitButton>
      </ActionForm>
      {another && <CodeField t={t} slug={slug} prefilled={another} apply={apply} />}
    </section>
  )
}

function TypedCode({ t, credit: { name, code, insteadOf } }: { t: Translate; credit: Credit }) {
  const { countsUntil, thisTitleOnly } = code!.typed!
  const fan = t.known(name)
  const day = formatDate(countsUntil, t.locale)
  return (
    <div className="grid gap-1" role="status">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-mono text-18 font-semibold wrap-anywhere text-referral">{code!.code}</span>
        <span className="text-14 text-muted">
          {thisTitleOnly
            ? t("counts for this title until {day}", { day })
            : t("counts for what you buy until {day}", { day })}
        </span>
      </p>
      <p className="wrap-anywhere">
        {insteadOf
          ? t("You came through {other}. With this code {fan} is credited instead. It costs you nothing either way.", {
              other: t.known(insteadOf.name),
              fan,
            })
          : t("{fan} is credited for this purchase. It costs you nothing.", { fan })}
      </p>
    </div>
  )
}

type FieldProps = Pick<CodeProps, "t" | "slug" | "prefilled" | "apply">

function CodeField({ t, slug, prefilled, apply }: FieldProps) {
  return (
    <ActionForm action={apply} aria-label={t("A fan’s code")} className="gap-3">
      <FormError wholeOnly />
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="prefilled" value={prefilled ?? ""} />
      <Field
        name="code"
        label={t("A fan’s code")}
        required={false}
        hint={
          prefilled
            ? t("Filled in by the address you came by. It counts only if you press.")
            : t("A word a fan told you. It says who brought you; your price stays the same.")
        }
      >
        <div className="flex flex-wrap gap-2">
          <TextInput
            defaultValue={prefilled ?? ""}
            maxLength={60}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="min-w-0 flex-1 basis-32 font-mono uppercase placeholder:normal-case"
          />
          <SubmitButton variant="secondary" pendingLabel={t("Looking…")}>
            {t("Use this code")}
          </SubmitButton>
        </div>
      </Field>
    </ActionForm>
  )
}
