/** What one gets, in figures: size, files, version, and the releases so far. */
import type { ReactNode } from "react"
import type { DeliverableRelease, ReleaseView, TitleView } from "#lib/catalog/queries.ts"
import { formatBytes, formatCount, formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Section } from "../ui/card.tsx"
import { releaseFacts } from "./release-facts.ts"

type FactsProps = {
  t: Translate
  title: TitleView
  release: DeliverableRelease
  /** Published ones, newest first. */
  releases: readonly ReleaseView[]
}

export function TitleFacts({ t, title, release, releases }: FactsProps) {
  const facts = releaseFacts(title.kind, release.parts)
  return (
    <Section title={t("What you get")}>
      <dl className="grid gap-x-8 sm:grid-cols-2">
        <Fact name={t("Size")}>{formatBytes(release.sizeBytes, t.locale)}</Fact>
        <Fact name={t("Files")}>{formatCount(facts.fileCount, t.locale)}</Fact>
        {facts.endings.length > 0 && <Fact name={t("Kinds of files")}>{facts.endings.join(", ")}</Fact>}
        <Fact name={t("Version")}>
          <span className="wrap-anywhere">{release.version}</span>
        </Fact>
        <Fact name={t("Released")}>{formatDate(release.publishedAt, t.locale)}</Fact>
        {facts.opensInPage && <Fact name={t("Plays")}>{t("in the page, or on your machine")}</Fact>}
        {facts.playable > 0 && (
          <Fact name={t("Plays while it arrives")}>
            {t.n("1 film or track", "{count} films or tracks", facts.playable)}
          </Fact>
        )}
      </dl>
      {releases.length > 1 && <Releases t={t} releases={releases} />}
    </Section>
  )
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-6 border-b border-line py-2.5">
      <dt className="text-muted">{name}</dt>
      <dd className="text-end">{children}</dd>
    </div>
  )
}

function Releases({ t, releases }: { t: Translate; releases: readonly ReleaseView[] }) {
  return (
    <details>
      <summary className="link w-fit py-1">
        {t.n("1 version so far", "{count} versions so far", releases.length)}
      </summary>
      <ol className="mt-3 grid">
        {releases.map((release) => (
          <li key={release.id} className="flex flex-wrap justify-between gap-x-6 border-b border-line py-2 text-14">
            <span className="font-semibold wrap-anywhere">{release.version}</span>
            <span className="text-muted">
              {release.publishedAt && formatDate(release.publishedAt, t.locale)}
              {release.sizeBytes !== null && `, ${formatBytes(release.sizeBytes, t.locale)}`}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}
