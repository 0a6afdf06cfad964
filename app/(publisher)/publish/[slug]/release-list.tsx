/** The releases of a title, newest first: how far each is, and what can be done about it. */
import { words } from "#app/_server/words.ts"
import { ReleaseChip } from "#components/publish/release-chip.tsx"
import { ReleaseFollower } from "#components/publish/release-follower.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import type { ReleaseView } from "#lib/catalog/queries.ts"
import { formatBytes, formatCount } from "#lib/kernel/format.ts"
import { stopRelease, tryPublishAgain } from "../actions.ts"

type ReleaseListProps = { slug: string; releases: ReleaseView[] }

export async function ReleaseList({ slug, releases }: ReleaseListProps) {
  const t = await words()
  const current = releases.filter((r) => r.state === "published").sort(byPublished)[0]
  return (
    <Section
      title={t("Releases")}
      description={t("One version of its bytes each. The newest published one is delivered.")}
    >
      {releases.length === 0 && (
        <EmptyState
          title={t("No release yet")}
          action={<ButtonLink href={`/publish/${slug}/release`}>{t("Upload a release")}</ButtonLink>}
        >
          {t(
            "Upload the files of the first version, up to 50 GB. They are encrypted once, cut into pieces and handed to the origin; fans carry the rest.",
          )}
        </EmptyState>
      )}
      <ul className="grid gap-4">
        {releases.map((release) => (
          <ReleaseCard key={release.id} slug={slug} release={release} isCurrent={release.id === current?.id} />
        ))}
      </ul>
    </Section>
  )
}

const byPublished = (a: ReleaseView, b: ReleaseView) =>
  (b.publishedAt?.getTime() ?? 0) - (a.publishedAt?.getTime() ?? 0) || (a.id < b.id ? 1 : -1)

async function ReleaseCard({ slug, release, isCurrent }: { slug: string; release: ReleaseView; isCurrent: boolean }) {
  const t = await words()
  return (
    <Card as="li" className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="text-18">{t("Version {version}", { version: release.version })}</h3>
        <ReleaseChip t={t} state={release.state} />
        {isCurrent && <span className="text-14 text-muted">{t("delivered today")}</span>}
        <span className="ms-auto text-14 text-muted">
          <DateTime at={release.publishedAt ?? release.createdAt} mode="datetime" />
        </span>
      </div>
      <ReleaseFacts release={release} />
      {release.state === "failed" && release.failure && <Notice tone="danger">{t.known(release.failure)}</Notice>}
      {release.state === "publishing" && (
        <ReleaseFollower
          releaseId={release.id}
          version={release.version}
          bytes={release.progressBytes ?? 0}
          of={release.plainBytes}
        />
      )}
      <ReleaseActions slug={slug} release={release} />
    </Card>
  )
}

async function ReleaseFacts({ release }: { release: ReleaseView }) {
  const t = await words()
  const { fileCount, receivedCount, plainBytes, receivedBytes } = release
  if (release.state === "uploading")
    return (
      <p>
        {t("{received} of {all} files are here ({bytes} of {allBytes}). Choose the same files again to go on.", {
          received: formatCount(receivedCount, t.locale),
          all: formatCount(fileCount, t.locale),
          bytes: formatBytes(receivedBytes, t.locale),
          allBytes: formatBytes(plainBytes, t.locale),
        })}
      </p>
    )
  return (
    <p className="text-muted">
      {t.n("One file, {bytes}", "{count} files, {bytes}", fileCount, {
        bytes: formatBytes(release.sizeBytes ?? plainBytes, t.locale),
      })}
      {release.pieceCount !== null && (
        <>
          {" · "}
          {t.n("one piece", "{count} pieces of {bytes}", release.pieceCount, {
            bytes: formatBytes(release.pieceBytes ?? 0, t.locale),
          })}
        </>
      )}
    </p>
  )
}

async function ReleaseActions({ slug, release }: { slug: string; release: ReleaseView }) {
  const t = await words()
  if (release.state === "withdrawn" || release.state === "publishing") return null
  return (
    <div className="flex flex-wrap items-start gap-3">
      {release.state === "uploading" && (
        <ButtonLink size="small" href={`/publish/${slug}/release?version=${encodeURIComponent(release.version)}`}>
          {t("Go on uploading")}
        </ButtonLink>
      )}
      {(release.state === "uploaded" || release.state === "failed") && (
        <ActionForm action={tryPublishAgain}>
          <input type="hidden" name="release" value={release.id} />
          <FormError />
          <SubmitButton variant="secondary" size="small">
            {release.state === "failed" ? t("Try again") : t("Publish")}
          </SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={stopRelease}>
        <input type="hidden" name="release" value={release.id} />
        <FormError />
        <SubmitButton variant="quiet" size="small">
          {t("Withdraw")}
        </SubmitButton>
      </ActionForm>
    </div>
  )
}
