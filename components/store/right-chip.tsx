/** Which right an account has to a title, in one chip: owned, demo with its days, ended. */
import { Chip } from "#components/ui/chip.tsx"

export type Right = {
  kind: "purchase" | "demo"
  state: "active" | "expired" | "revoked"
  /** Days a demo has left, rounded up; 0 when it is over. */
  daysLeft: number
}

export function RightChip({ kind, state, daysLeft }: Right) {
  if (state === "revoked") return <Chip>{kind === "purchase" ? "Given back" : "Taken back"}</Chip>
  if (kind === "purchase") return <Chip tone="ok">Owned</Chip>
  if (state !== "active" || daysLeft <= 0) return <Chip>Demo ended</Chip>
  return <Chip tone="brass">{daysLeft === 1 ? "Demo, last day" : `Demo, ${daysLeft} days left`}</Chip>
}
