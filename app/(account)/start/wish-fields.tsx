/** What somebody is here for: one of three, the fan's first. */
import type { OnboardingPath } from "#lib/fans/onboarding-state.ts"
import type { Translate } from "#lib/kernel/messages.ts"

export function WishFields({ t, wish }: { t: Translate; wish: OnboardingPath }) {
  const wishes: readonly (readonly [OnboardingPath, string, string])[] = [
    ["fan", t("Put a button on my blog"), t("And be paid for who comes through it. A node can follow later.")],
    ["carrier", t("Carry downloads with my machine"), t("Pair a node and be paid for the bytes it serves.")],
    ["publisher", t("Publish something"), t("A game, film, album or asset pack.")],
  ]
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-14 font-semibold">{t("What are you here for?")}</legend>
      {wishes.map(([value, label, says]) => (
        <label
          key={value}
          className="flex cursor-pointer gap-3 rounded-card border border-edge bg-surface p-4 has-checked:border-2 has-checked:border-brass has-checked:bg-brass-tint"
        >
          <input
            type="radio"
            name="path"
            value={value}
            defaultChecked={value === wish}
            className="mt-1 size-4.5 shrink-0 accent-brass"
          />
          <span className="grid">
            <span className="font-semibold">{label}</span>
            <span className="text-14 text-muted">{says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
