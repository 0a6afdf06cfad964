"use client"
/** A release on its way, followed live: the bar moves, and the page is read anew when it has arrived. */
import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { Notice } from "#components/ui/notice.tsx"
import { useT } from "#components/ui/words.tsx"
import { ProgressBar } from "./progress-bar.tsx"
import { followRelease, type Progress } from "./upload-release.ts"

type ReleaseFollowerProps = { releaseId: string; version: string; bytes: number; of: number }

export function ReleaseFollower({ releaseId, version, bytes, of }: ReleaseFollowerProps) {
  const t = useT()
  const router = useRouter()
  const [progress, setProgress] = useState<Progress>({ step: "publishing", bytes, of, note: null })
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    followRelease(releaseId, setProgress, leaving.signal).then(
      () => router.refresh(),
      (problem: unknown) => {
        if (!leaving.signal.aborted) setError(problem instanceof Error ? problem.message : String(problem))
      },
    )
    return () => leaving.abort()
  }, [releaseId, router])
  if (error) return <Notice tone="danger">{t.known(error)}</Notice>
  if (progress.step !== "publishing") return null
  return <ProgressBar label={t("Publishing version {version}", { version })} bytes={progress.bytes} of={progress.of} />
}
