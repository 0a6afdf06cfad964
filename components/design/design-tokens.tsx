/** Colours, type and money states of the kit's page. */
import { Section } from "../ui/card.tsx"
import { Chip, type ChipTone, MoneyChip, StreamChip } from "../ui/chip.tsx"
import type { MoneyState } from "../ui/money-word.ts"

const SURFACES = ["bg-paper", "bg-surface", "bg-sunken", "bg-brass-fill", "bg-referral-fill", "bg-carriage-fill"]
const TEXTS = [
  "text-ink",
  "text-muted",
  "text-brass",
  "text-referral",
  "text-carriage",
  "text-ok",
  "text-danger",
  "text-info",
]
const STATES: MoneyState[] = ["pending", "matured", "processing", "paid", "held", "refunded", "void"]
const TONES: ChipTone[] = ["neutral", "brass", "referral", "carriage", "ok", "danger", "info"]
const FILLS = ["outline", "tint", "solid", "hatched"] as const
const SIZES = ["text-64", "text-48", "text-36", "text-28", "text-22", "text-18", "text-16", "text-14", "text-12"]

export function DesignTokens() {
  return (
    <>
      <Section title="Colours">
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
          {SURFACES.map((name) => (
            <li key={name} className="grid gap-1.5 text-14">
              <span className={`h-16 rounded-card border border-line ${name}`} />
              <code className="font-mono text-12 text-muted">{name.slice(3)}</code>
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap gap-x-6 gap-y-1 font-semibold">
          {TEXTS.map((name) => (
            <span key={name} className={name}>
              {name.slice(5)}
            </span>
          ))}
        </p>
      </Section>
      <Section title="Type">
        <ul className="grid gap-3 overflow-hidden">
          {SIZES.map((size, i) => (
            <li key={size} className={`${size} ${i < 5 ? "font-display font-semibold tracking-tight" : ""}`}>
              {size.slice(5)} You carried 312 MB
            </li>
          ))}
        </ul>
      </Section>
      <Section title="States of money, and the two streams">
        {(["referral", "carriage"] as const).map((kind) => (
          <p key={kind} className="flex flex-wrap items-center gap-2">
            <StreamChip kind={kind} />
            {STATES.map((state) => (
              <MoneyChip key={state} state={state} tone={kind} />
            ))}
          </p>
        ))}
        <div className="grid gap-2">
          {FILLS.map((fill) => (
            <p key={fill} className="flex flex-wrap gap-2">
              {TONES.map((tone) => (
                <Chip key={tone} tone={tone} fill={fill}>
                  {tone} {fill}
                </Chip>
              ))}
            </p>
          ))}
        </div>
      </Section>
    </>
  )
}
