/** The name with its mark before it. */
import { MARK_PATH } from "./mark.ts"

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-display text-22 font-bold tracking-tight">
      <svg viewBox="3 1 27 29" className="h-6.5 w-auto" aria-hidden="true">
        <path d={MARK_PATH} className="fill-brass-fill" />
      </svg>
      Fanfare
    </span>
  )
}
