/** The state of a release or a title in one word, coloured by what it asks of the reader. */
import { Chip, type ChipTone } from "#components/ui/chip.tsx"

const RELEASE: Record<string, { tone: ChipTone; word: string }> = {
  uploading: { tone: "info", word: "uploading" },
  uploaded: { tone: "brass", word: "uploaded" },
  publishing: { tone: "info", word: "publishing" },
  published: { tone: "ok", word: "published" },
  failed: { tone: "danger", word: "failed" },
  withdrawn: { tone: "neutral", word: "withdrawn" },
}

export function ReleaseChip({ state }: { state: string }) {
  const { tone, word } = RELEASE[state] ?? { tone: "neutral" as const, word: state }
  return <Chip tone={tone}>{word}</Chip>
}

const TITLE: Record<string, { tone: ChipTone; word: string }> = {
  draft: { tone: "neutral", word: "draft" },
  in_review: { tone: "info", word: "waits for review" },
  published: { tone: "ok", word: "on offer" },
  withdrawn: { tone: "danger", word: "withdrawn" },
  taken_down: { tone: "danger", word: "taken down" },
}

export function TitleChip({ state }: { state: string }) {
  const { tone, word } = TITLE[state] ?? { tone: "neutral" as const, word: state }
  return <Chip tone={tone}>{word}</Chip>
}
