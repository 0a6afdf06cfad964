/** The name with its mark: a small horn of brass, its bell opening towards what it announces. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5 font-display text-22 font-bold tracking-tight">
      <svg viewBox="0 0 30 24" className="h-6 w-7.5" aria-hidden="true">
        <path
          d="M1.7 8.2h8.6c5.2 0 9.4-2.1 13.2-6.5.6-.7 1.7-.3 1.7.6v16.4c0 .9-1.1 1.3-1.7.6-3.8-4.4-8-6.5-13.2-6.5H1.7c-.9 0-1.6-.7-1.6-1.6V9.8c0-.9.7-1.6 1.6-1.6Z"
          className="fill-brass-fill"
        />
        <path
          d="M6 12.8v4.4c0 2 1.6 3.6 3.6 3.6h3.8c2 0 3.6-1.6 3.6-3.6v-2.4"
          fill="none"
          strokeWidth="2.2"
          strokeLinecap="round"
          className="stroke-brass-fill"
        />
        <path d="M28.6 7.6v5.8" strokeWidth="2" strokeLinecap="round" className="stroke-brass" />
      </svg>
      Fanfare
    </span>
  )
}
