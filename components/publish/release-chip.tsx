/** The state of a release or a title in one word, coloured by what it asks of the reader. */
import { Chip } from "#components/ui/chip.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import { releaseState, titleState } from "./title-words.ts"

type StateChipProps = { t: Translate; state: string }

export function ReleaseChip({ t, state }: StateChipProps) {
  const { tone, word } = releaseState(t, state)
  return <Chip tone={tone}>{word}</Chip>
}

export function TitleChip({ t, state }: StateChipProps) {
  const { tone, word, says } = titleState(t, state)
  return (
    <Chip tone={tone} title={says}>
      {word}
    </Chip>
  )
}
