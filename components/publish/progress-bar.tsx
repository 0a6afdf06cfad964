"use client"
/** How far an upload or a publication is: a bar, the percent, and the bytes in words. */
import { Progress } from "#components/ui/progress.tsx"
import { useT } from "#components/ui/words.tsx"
import { formatBytes, formatShare } from "#lib/kernel/format.ts"

type ProgressBarProps = { label: string; bytes: number; of: number }

export function ProgressBar({ label, bytes, of }: ProgressBarProps) {
  const t = useT()
  const share = of === 0 ? 1 : Math.min(1, bytes / of)
  const figure = t("{bytes} of {all}, {share}", {
    bytes: formatBytes(bytes, t.locale),
    all: formatBytes(of, t.locale),
    share: formatShare(Math.floor(share * 100) / 100, t.locale),
  })
  return <Progress label={label} share={share} figure={figure} />
}
