/** The releases of a title, newest first: how far each is, and what can be done about it. */
import { ReleaseChip } from "#components/publish/release-chip.tsx"
import { ReleaseFollower } from "#components/publish/release-follower.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import type { ReleaseView } from "#lib/catalog/queries.ts"
import { stopRelease, tryPublishAgain } from "../actions.ts"

type ReleaseListProps = { slug: string; releases: ReleaseView[] }

export function ReleaseList({ slug, releases }: ReleaseListProps) {
  const current = releases.filter((r) => r.state === "published").sort(byPublished)[0]
  return (
    <Section title="Releases" description="One version of its bytes each. The newest published one is delivered.">
      {releases.length === 0 && (
        <EmptyState
          title="No release yet"
          action={<ButtonLink href={`/publish/${slug}/release`}>Upload a release</ButtonLink>}
        >
          Upload the files of the first version, up to 50 GB. They are encrypted once, cut into pieces and handed to the
          origin; fans carry the rest.
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

function ReleaseCard({ slug, release, isCurrent }: { slug: string; release: ReleaseView; isCurrent: boolean }) {
  return (
    <Card as="li" className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="text-18">Version {release.version}</h3>
        <ReleaseChip state={release.state} />
        {isCurrent && <span className="text-14 text-muted">delivered today</span>}
        <span className="ms-auto text-14 text-muted">
          <DateTime at={release.publishedAt ?? release.createdAt} mode="datetime" />
        </span>
      </div>
      <ReleaseFacts release={release} />
      {release.state === "failed" && release.failure && <Notice tone="danger">{release.failure}</Notice>}
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

function ReleaseFacts({ release }: { release: ReleaseView }) {
  const { fileCount, receivedCount, plainBytes, receivedBytes } = release
  if (release.state === "uploading")
    return (
      <p>
        {receivedCount} of {fileCount} files are here (<Bytes count={receivedBytes} /> of <Bytes count={plainBytes} />
        ). Choose the same files again to go on.
      </p>
    )
  return (
    <p className="text-muted">
      {fileCount} {fileCount === 1 ? "file" : "files"}, <Bytes count={release.sizeBytes ?? plainBytes} />
      {release.pieceCount !== null && (
        <>
          {" "}
          in {release.pieceCount} pieces of <Bytes count={release.pieceBytes ?? 0} />
        </>
      )}
    </p>
  )
}

function ReleaseActions({ slug, release }: { slug: string; release: ReleaseView }) {
  if (release.state === "withdrawn" || release.state === "publishing") return null
  return (
    <div className="flex flex-wrap items-start gap-3">
      {release.state === "uploading" && (
        <ButtonLink size="small" href={`/publish/${slug}/release?version=${encodeURIComponent(release.version)}`}>
          Go on uploading
        </ButtonLink>
      )}
      {(release.state === "uploaded" || release.state === "failed") && (
        <ActionForm action={tryPublishAgain}>
          <input type="hidden" name="release" value={release.id} />
          <FormError />
          <SubmitButton variant="secondary" size="small">
            {release.state === "failed" ? "Try again" : "Publish"}
          </SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={stopRelease}>
        <input type="hidden" name="release" value={release.id} />
        <FormError />
        <SubmitButton variant="quiet" size="small">
          Withdraw
        </SubmitButton>
      </ActionForm>
    </div>
  )
}
