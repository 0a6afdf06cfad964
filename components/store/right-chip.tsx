/** Which right an account has to a title, in one chip: owned, demo with its days, ended. */
import type { Translate } from "#lib/kernel/messages.ts"
import { Chip } from "../ui/chip.tsx"
import { daysLeftWords } from "./days-left.tsx"

export type Right = {
  t: Translate
  kind: "purchase" | "demo"
  state: "active" | "expired" | "revoked"
  /** Days a demo has left, rounded up; 0 when it is over. */
  daysLeft: number
}

export function RightChip({ t, kind, state, daysLeft }: Right) {
  if (state === "revoked") return <Chip>{kind === "purchase" ? t("Given back") : t("Taken back")}</Chip>
  if (kind === "purchase") return <Chip tone="ok">{t("Owned")}</Chip>
  if (state !== "active" || daysLeft <= 0) return <Chip>{t("Demo ended")}</Chip>
  return <Chip tone="brass">{daysLeftWords(t, daysLeft)}</Chip>
}
