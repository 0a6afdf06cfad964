"use client"
/** Chips: a word with a colour. The two streams keep theirs everywhere; the states of money differ in fill, not only in hue. */
import type { ReactNode } from "react"
import { cx } from "./cx.ts"
import { type MoneyState, moneyWord } from "./money-word.ts"
import { useT } from "./words.tsx"

export type ChipTone = "neutral" | "brass" | "referral" | "carriage" | "ok" | "danger" | "info"
/** How full a chip is: pending = outline, matured = tint, paid = solid, held = hatched. */
export type ChipFill = "outline" | "tint" | "solid" | "hatched"

const TEXT: Record<ChipTone, string> = {
  neutral: "text-ink border-edge",
  brass: "text-brass border-brass",
  referral: "text-referral border-referral",
  carriage: "text-carriage border-carriage",
  ok: "text-ok border-ok",
  danger: "text-danger border-danger",
  info: "text-info border-info",
}

const TINT: Record<ChipTone, string> = {
  neutral: "bg-sunken",
  brass: "bg-brass-tint",
  referral: "bg-referral-tint",
  carriage: "bg-carriage-tint",
  ok: "bg-ok-tint",
  danger: "bg-danger-tint",
  info: "bg-info-tint",
}

const SOLID: Record<ChipTone, string> = {
  neutral: "bg-ink text-paper border-ink",
  brass: "bg-brass-fill text-on-fill border-brass-fill",
  referral: "bg-referral-fill text-on-fill border-referral-fill",
  carriage: "bg-carriage-fill text-on-fill border-carriage-fill",
  ok: "bg-ok text-paper border-ok",
  danger: "bg-danger text-paper border-danger",
  info: "bg-info text-paper border-info",
}

type ChipProps = { tone?: ChipTone; fill?: ChipFill; children: ReactNode; title?: string; className?: string }

export function Chip({ tone = "neutral", fill = "tint", children, title, className }: ChipProps) {
  const look =
    fill === "solid"
      ? SOLID[tone]
      : cx(TEXT[tone], fill === "tint" && `${TINT[tone]} border-transparent`, fill === "hatched" && "hatched")
  return (
    <span
      title={title}
      className={cx(
        "inline-flex items-center gap-1.5 rounded-chip border px-2.5 py-0.5 text-12 font-semibold whitespace-nowrap",
        look,
        className,
      )}
    >
      {children}
    </span>
  )
}

const MONEY_FILLS = {
  pending: "outline",
  matured: "tint",
  processing: "tint",
  paid: "solid",
  held: "hatched",
  refunded: "outline",
  void: "outline",
} as const satisfies Record<MoneyState, ChipFill>

/** The state of money, always with its word. */
export function MoneyChip({ state, tone = "neutral" }: { state: MoneyState; tone?: ChipTone }) {
  const t = useT()
  return (
    <Chip tone={tone} fill={MONEY_FILLS[state]}>
      {moneyWord(t, state)}
    </Chip>
  )
}

/** Which of the two streams a line belongs to: coral or teal, always with its word. */
export function StreamChip({ kind }: { kind: "referral" | "carriage" }) {
  const t = useT()
  return <Chip tone={kind}>{kind === "referral" ? t("referral") : t("carriage")}</Chip>
}
