/** The form that makes a referral link: to what, on which site, under which code, and what the fan calls it. */
import { CODE_LIMITS } from "#lib/fans/link-code.ts"
import type { SiteView } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Field, TextInput } from "../ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "../ui/form.tsx"
import type { FormAction } from "../ui/form-state.ts"
import {
  DestinationField,
  NameField,
  SiteField,
  SubIdField,
  TagsField,
  type TitleChoice,
  TitleField,
} from "./link-fields.tsx"

type NewLinkProps = {
  t: Translate
  action: FormAction
  sites: readonly SiteView[]
  titles: readonly TitleChoice[]
  /** The link this form makes, however often it is sent. */
  linkId: Id<"link">
  /** Where links begin, without "https://". */
  host: string
}

export function NewLink({ t, action, sites, titles, linkId, host }: NewLinkProps) {
  return (
    <ActionForm action={action} className="max-w-read" aria-label={t("Make a link")}>
      <FormError />
      <input type="hidden" name="linkId" value={linkId} />
      <TitleField t={t} titles={titles} />
      <Field
        name="code"
        label={t("Code")}
        required={false}
        hint={t("What stands after {host}/r/, for ever: 3 to 32 letters, digits or hyphens. Left empty, we give one.", {
          host,
        })}
      >
        <TextInput
          maxLength={CODE_LIMITS.most}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2 sm:items-end">
        <SiteField t={t} sites={sites} />
        <DestinationField t={t} />
        <NameField t={t} />
        <TagsField t={t} />
      </div>
      <SubIdField t={t} />
      <div>
        <SubmitButton>{t("Make the link")}</SubmitButton>
      </div>
    </ActionForm>
  )
}
