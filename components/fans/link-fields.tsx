/** Fields that a link's forms share: its title and site, where it leads, and what the fan writes to it. */
import { DESTINATIONS, type LinkUtm } from "#lib/fans/destination.ts"
import { LINK_LIMITS } from "#lib/fans/link-notes.ts"
import type { SiteView } from "#lib/fans/queries.ts"
import { UTM_KEYS, UTM_LENGTH } from "#lib/fans/utm.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Checkbox, Field, Select, TextInput } from "../ui/field.tsx"
import { destinationWord } from "./link-words.ts"

export type TitleChoice = { id: Id<"title">; name: string }

/** `current` stands first when it is no longer in the catalogue: the choice must not change by itself. */
export function TitleField({
  t,
  titles,
  current,
}: {
  t: Translate
  titles: readonly TitleChoice[]
  current?: TitleChoice
}) {
  const all = current && !titles.some((title) => title.id === current.id) ? [current, ...titles] : titles
  return (
    <Field name="titleId" label={t("Title")}>
      <Select defaultValue={current?.id}>
        {all.map((title) => (
          <option key={title.id} value={title.id}>
            {title.name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

export function SiteField({
  t,
  sites,
  current,
}: {
  t: Translate
  sites: readonly SiteView[]
  current?: string | null
}) {
  return (
    <Field
      name="siteId"
      label={t("Site")}
      required={false}
      hint={t("Where it will stand; your figures tell sites apart.")}
    >
      <Select defaultValue={current ?? ""}>
        <option value="">{t("None")}</option>
        {sites.map((site) => (
          <option key={site.siteId} value={site.siteId}>
            {site.name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

export function DestinationField({ t, current }: { t: Translate; current?: string }) {
  return (
    <Field name="destination" label={t("Leads to")} hint={t("Your own page needs a site chosen.")}>
      <Select defaultValue={current ?? "title"}>
        {DESTINATIONS.map((kind) => (
          <option key={kind} value={kind}>
            {destinationWord(t, kind)}
          </option>
        ))}
      </Select>
    </Field>
  )
}

export function NameField({ t, current }: { t: Translate; current?: string }) {
  return (
    <Field name="name" label={t("Name")} required={false} hint={t("For your own overview; visitors never see it.")}>
      <TextInput defaultValue={current} maxLength={LINK_LIMITS.name * 2} autoComplete="off" />
    </Field>
  )
}

export function TagsField({ t, current }: { t: Translate; current?: string }) {
  return (
    <Field name="tags" label={t("Tags")} required={false} hint={t("Up to ten, with commas between: blog, spring")}>
      <TextInput defaultValue={current} maxLength={500} autoComplete="off" />
    </Field>
  )
}

export function SubIdField({ t, current }: { t: Translate; current?: string }) {
  return (
    <Field
      name="subId"
      label={t("Sub-id")}
      required={false}
      hint={t("Your own tag, such as sidebar or summer-2026; ?s= on a click overrides it")}
    >
      <TextInput defaultValue={current} maxLength={64} autoComplete="off" spellCheck={false} className="font-mono" />
    </Field>
  )
}

/** Per tag: taken along from the address that was clicked, and what the link writes by itself. */
export function UtmFields({ t, current }: { t: Translate; current: LinkUtm | null }) {
  return (
    <details open={current !== null} className="rounded-card border border-line bg-sunken/50 p-4">
      <summary className="min-h-6 cursor-pointer font-semibold">{t("utm tags")}</summary>
      <p className="mt-2 max-w-read text-14 text-muted">
        {t(
          "Ticked, a tag of the clicked address goes along to where the link leads. What you write here is added when the address brings none.",
        )}
      </p>
      <div className="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {UTM_KEYS.map((key) => (
          <div key={key} className="grid content-start gap-2">
            <Field name={key} label={<span className="font-mono">{key}</span>} required={false}>
              <TextInput
                defaultValue={current?.own[key]}
                maxLength={UTM_LENGTH}
                autoComplete="off"
                spellCheck={false}
              />
            </Field>
            <Checkbox
              name="pass"
              value={key}
              defaultChecked={current?.pass.includes(key) ?? false}
              label={<span className="text-14 font-normal">{t("Take {tag} along", { tag: key })}</span>}
            />
          </div>
        ))}
      </div>
    </details>
  )
}
