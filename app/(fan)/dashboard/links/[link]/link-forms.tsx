/** The forms of one link: where it leads, what the fan writes to it, and its end. */
import {
  DestinationField,
  NameField,
  SiteField,
  SubIdField,
  TagsField,
  type TitleChoice,
  TitleField,
  UtmFields,
} from "#components/fans/link-fields.tsx"
import { Section } from "#components/ui/card.tsx"
import { Field, TextArea, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { LinkView } from "#lib/fans/link-queries.ts"
import type { SiteView } from "#lib/fans/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { changeNotes, changeWay, retireLink, reviveLink } from "../actions.ts"

type LinkWayProps = { t: Translate; link: LinkView; sites: readonly SiteView[]; titles: readonly TitleChoice[] }

export function LinkWay({ t, link, sites, titles }: LinkWayProps) {
  return (
    <Section
      id="way"
      title={t("Where it leads")}
      description={t(
        "Change it whenever you like: the code stays, so every copy of the link follows. Clicks from before count for where they led.",
      )}
    >
      <ActionForm action={changeWay} aria-label={t("Where it leads")} className="max-w-read">
        <FormError />
        <input type="hidden" name="linkId" value={link.linkId} />
        <TitleField t={t} titles={titles} current={{ id: link.titleId, name: link.titleName }} />
        <div className="grid gap-5 sm:grid-cols-2 sm:items-end">
          <SiteField t={t} sites={sites} current={link.siteId} />
          <DestinationField t={t} current={link.destination} />
        </div>
        <Field
          name="deepPath"
          label={t("Path")}
          required={false}
          hint={t(
            "A place below the title's page, such as notes/1. A path typed after the link goes before it: /r/{code}/notes/2",
            {
              code: link.code,
            },
          )}
        >
          <TextInput
            defaultValue={link.deepPath ?? ""}
            maxLength={200}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <UtmFields t={t} current={link.utm} />
        <div>
          <SubmitButton>{t("Save where it leads")}</SubmitButton>
        </div>
      </ActionForm>
    </Section>
  )
}

export function LinkNotes({ t, link }: { t: Translate; link: LinkView }) {
  return (
    <Section
      title={t("For your own overview")}
      description={t("You find and filter your links by these. Visitors never see them.")}
    >
      <ActionForm action={changeNotes} aria-label={t("For your own overview")} className="max-w-read">
        <FormError />
        <input type="hidden" name="linkId" value={link.linkId} />
        <div className="grid gap-5 sm:grid-cols-2">
          <NameField t={t} current={link.name} />
          <TagsField t={t} current={link.tags.join(", ")} />
        </div>
        <Field name="note" label={t("Note")} required={false} hint={t("At most 500 characters.")}>
          <TextArea rows={3} maxLength={600} defaultValue={link.note} />
        </Field>
        <SubIdField t={t} current={link.subId ?? ""} />
        <div>
          <SubmitButton variant="secondary">{t("Save the notes")}</SubmitButton>
        </div>
      </ActionForm>
    </Section>
  )
}

/** Retired, a link can be brought back. */
export function LinkEnd({ t, link }: { t: Translate; link: LinkView }) {
  const title = link.archivedAt ? t("Bring this link back") : t("Retire this link")
  return (
    <Section
      title={title}
      description={
        link.archivedAt
          ? t("Clicks count and earn again from then on. What came in between stays uncounted.")
          : t("Visitors who follow it still arrive; it earns nothing any more. What it has earned stays.")
      }
    >
      <ActionForm action={link.archivedAt ? reviveLink : retireLink} aria-label={title} saysByToast>
        <FormError />
        <input type="hidden" name="linkId" value={link.linkId} />
        <div>
          <SubmitButton variant={link.archivedAt ? "secondary" : "danger"}>{title}</SubmitButton>
        </div>
      </ActionForm>
    </Section>
  )
}
