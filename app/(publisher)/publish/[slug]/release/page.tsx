import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { ReleaseUploader } from "#components/publish/release-uploader.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listReleases } from "#lib/catalog/queries.ts"
import { MAX_RELEASE_FILES } from "#lib/catalog/release-files.ts"
import { formatCount } from "#lib/kernel/format.ts"
import { ownTitle } from "../own-title.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Upload a release") }
}

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ version?: string }> }

export default async function UploadReleasePage({ params, searchParams }: Props) {
  const title = await ownTitle({ params })
  const t = await words()
  const { version } = await searchParams
  const releases = await listReleases(deps().db, title.id)
  const needsTrial = title.demoTerms === "trial"
  const command = `node scripts/publish.ts --slug ${title.slug} --version 1.0${needsTrial ? " --trial TRIAL_FOLDER" : ""} --full FOLDER`
  return (
    <Page width="read">
      <PageHeader
        eyebrow={title.name}
        title={t("Upload a release")}
        lead={t("Up to 50 GB and {files} files. An upload that breaks goes on where it stopped.", {
          files: formatCount(MAX_RELEASE_FILES, t.locale),
        })}
        actions={<ButtonLink href={`/publish/${title.slug}`}>{t("Back to the title")}</ButtonLink>}
      />
      <div className="grid gap-12">
        <ReleaseUploader
          title={title.slug}
          needsTrial={needsTrial}
          suggestedVersion={version?.slice(0, 32) ?? (releases.length === 0 ? "1.0" : "")}
        />
        <CopyField label={t("The same from the command line")} value={command} />
      </div>
    </Page>
  )
}
