/** Many links at once: a table is pasted or sent, and looked through before anything is made. */
import type { Metadata } from "next"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Section } from "#components/ui/card.tsx"
import { Field, TextArea, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Rich } from "#components/ui/rich.tsx"
import type { LinkColumn } from "#lib/fans/link-table.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { bringTable } from "../actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Make many links") })

export default async function ImportPage() {
  await requirePageActor("/dashboard/links/import", "fan")
  const t = await words()
  return (
    <Page>
      <PageHeader
        eyebrow={t("Your links")}
        title={t("Make many links from a table")}
        lead={t("Each line becomes a link. You see what each would become first; nothing is made until you say so.")}
      />
      <div className="grid grid-cols-1 gap-16">
        <ActionForm action={bringTable} className="max-w-read" aria-label={t("Bring a table")}>
          <FormError />
          <Field
            name="table"
            label={t("Paste the table")}
            required={false}
            hint={
              <Rich
                text={t(
                  "From a spreadsheet or as CSV, with the names of the columns in the first line. <a>Take the template</a> to begin with.",
                )}
                a={(inner) => (
                  <a href="/dashboard/links/import/template.csv" className="link" download>
                    {inner}
                  </a>
                )}
              />
            }
          >
            <TextArea rows={10} spellCheck={false} className="font-mono text-14" placeholder={EXAMPLE} />
          </Field>
          <Field
            name="file"
            label={t("Or send a file")}
            required={false}
            hint={t("CSV in UTF-8, at most 1 MB and 1,000 lines. It goes before what is pasted.")}
          >
            <TextInput type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" className="py-2 text-14" />
          </Field>
          <div>
            <SubmitButton>{t("Look it through")}</SubmitButton>
          </div>
        </ActionForm>
        <Section
          title={t("The columns")}
          description={t(
            "Only title must be there. Leave out what you do not need; the order is free. The file of your links can be brought as it is where its codes are free; take its column of codes out for new ones.",
          )}
        >
          <dl className="divide-y divide-line rounded-card border border-line bg-surface">
            {columnsOf(t).map(([column, use]) => (
              <div key={column} className="grid gap-1 px-4 py-3 sm:grid-cols-[10rem_minmax(0,1fr)] sm:px-6">
                <dt className="font-mono text-14 font-semibold">{column}</dt>
                <dd className="text-14 text-muted">{use}</dd>
              </div>
            ))}
          </dl>
        </Section>
      </div>
    </Page>
  )
}

const EXAMPLE = "title,code,tags\ntin-comet,noor-on-comets,blog"

const columnsOf = (t: Translate): (readonly [LinkColumn | "utm_…", string])[] => [
  ["title", t("The address of its page in the store, or the last part of it: tin-comet")],
  ["site", t("One of your sites: its name, or the last part of its page's address")],
  ["code", t("What stands after /r/; left empty, we give one")],
  ["name", t("What you call the link")],
  ["tags", t("Up to ten, with commas or semicolons between")],
  ["note", t("At most 500 characters, for you alone")],
  ["sub_id", t("Your own tag on every click of the link")],
  ["leads_to", t("title, or page for your own page on the site")],
  ["path", t("A place below the title's page: notes/1")],
  ["pass_utm", t("Which utm tags go along: all, or some, such as source medium")],
  ["utm_…", t("What the link adds: utm_source, utm_medium, utm_campaign, utm_term, utm_content, utm_id")],
]
