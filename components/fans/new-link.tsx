/** The form that makes a referral link: which title, on which site, with which tag of the fan's own. */
import type { SiteView } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Field, Select, TextInput } from "../ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "../ui/form.tsx"
import type { FormAction } from "../ui/form-state.ts"

type NewLinkProps = {
  t: Translate
  action: FormAction
  sites: readonly SiteView[]
  titles: readonly { id: Id<"title">; name: string }[]
}

export function NewLink({ t, action, sites, titles }: NewLinkProps) {
  return (
    <ActionForm action={action} className="max-w-read" aria-label={t("Make a link")}>
      <FormError />
      <Field name="titleId" label={t("Title")}>
        <Select>
          {titles.map((title) => (
            <option key={title.id} value={title.id}>
              {title.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field name="siteId" label={t("Site")} required={false}>
        <Select>
          <option value="">{t("None")}</option>
          {sites.map((site) => (
            <option key={site.siteId} value={site.siteId}>
              {site.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        name="subId"
        label={t("Sub-id")}
        required={false}
        hint={t("Your own tag, such as sidebar or summer-2026; ?s= on a click overrides it")}
      >
        <TextInput maxLength={64} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <div>
        <SubmitButton>{t("Make the link")}</SubmitButton>
      </div>
    </ActionForm>
  )
}
