"use client"
/** The cross that closes what it stands in. */
import { cx } from "./cx.ts"
import { useT } from "./words.tsx"

export function CloseButton({ onPress, small = false }: { onPress: () => void; small?: boolean }) {
  const t = useT()
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={t("Close")}
      className={cx(
        "-me-2 grid shrink-0 place-items-center rounded-input text-muted hover:bg-sunken hover:text-ink",
        small ? "-my-0.5 size-6" : "-mt-1 size-9",
      )}
    >
      <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
        <path d="M3.5 3.5l9 9m0-9l-9 9" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
    </button>
  )
}
