/** The REST API for fans and their programs, told by the declarations that check its requests; it can be tried in place. */
import type { Metadata } from "next"
import { KEY_QUOTA } from "#app/_server/api/quota.ts"
import { reference } from "#app/_server/api/reference.ts"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { EndpointSection } from "#components/developers/endpoint-section.tsx"
import { GroundRules } from "#components/developers/ground-rules.tsx"
import { KeyBox } from "#components/developers/key-box.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { m, type Translate } from "#lib/kernel/messages.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("For developers"), description: t("Links, clicks, commissions and payouts, for programs.") }
}

const TAG_WORDS: Readonly<Record<string, string>> = {
  me: m("Who you are"),
  titles: m("Titles"),
  sites: m("Sites"),
  links: m("Links"),
  codes: m("Creator codes"),
  clicks: m("Clicks"),
  figures: m("Figures"),
  commissions: m("Commissions"),
  balance: m("Balance"),
  payouts: m("Payouts"),
  webhooks: m("Webhooks"),
}

export default async function DevelopersPage() {
  const t = await words()
  const { publicUrl } = deps().config
  const groups = reference()
  return (
    <Page>
      <PageHeader
        eyebrow={t("REST API, version 1")}
        title={t("For your own programs")}
        lead={t(
          "Everything your desk knows, and the links you make there, for a spreadsheet, a stream overlay or a bot. Put your key in and try each request right here.",
        )}
        actions={
          <>
            <ButtonLink href="/settings/keys" variant="primary">
              {t("Make a key")}
            </ButtonLink>
            <ButtonLink href="/api/v1/openapi.json" prefetch={false}>
              {t("OpenAPI 3.1")}
            </ButtonLink>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-x-12 gap-y-10 lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="grid content-start gap-6 self-start lg:sticky lg:top-8">
          <KeyBox />
          <Contents t={t} groups={groups} />
        </aside>
        <div className="grid grid-cols-1 gap-16">
          <section aria-labelledby="rules" className="grid gap-6">
            <h2 id="rules" className="text-28">
              {t("What always holds")}
            </h2>
            <GroundRules t={t} quota={KEY_QUOTA.quota} windowSeconds={KEY_QUOTA.windowSeconds} />
          </section>
          {groups.map(({ tag, endpoints }) => (
            <section key={tag} id={tag} aria-labelledby={`${tag}-title`} className="grid scroll-mt-8 grid-cols-1 gap-8">
              <h2 id={`${tag}-title`} className="text-28">
                {t.known(TAG_WORDS[tag] ?? tag)}
              </h2>
              {endpoints.map((endpoint) => (
                <EndpointSection key={endpoint.name} t={t} endpoint={endpoint} publicUrl={publicUrl} />
              ))}
            </section>
          ))}
        </div>
      </div>
    </Page>
  )
}

function Contents({ t, groups }: { t: Translate; groups: ReturnType<typeof reference> }) {
  return (
    <nav aria-label={t("On this page")}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:grid lg:gap-0.5">
        {groups.map(({ tag, endpoints }) => (
          <li key={tag}>
            <a
              href={`#${tag}`}
              className="flex min-h-8 items-center justify-between gap-3 text-14 font-semibold hover:text-brass"
            >
              {t.known(TAG_WORDS[tag] ?? tag)}
              <span aria-hidden="true" className="hidden font-mono text-12 font-normal text-muted lg:inline">
                {[...new Set(endpoints.map(({ method }) => method))].join(" ")}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
