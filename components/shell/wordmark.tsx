/** The name with its mark: the bell of a horn, opening towards what it announces. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-display text-22 font-bold tracking-tight">
      <svg viewBox="0 0 28 24" className="h-6 w-7" aria-hidden="true">
        <path
          d="M1.5 10.6h8.2C15.6 10.6 18.9 8 21.6 2.8c.3-.6 1.2-.4 1.2.3v17.8c0 .7-.9.9-1.2.3-2.7-5.2-6-7.8-11.9-7.8H1.5c-.8 0-1.4-.6-1.4-1.4s.6-1.4 1.4-1.4Z"
          className="fill-brass-fill"
        />
        <path
          d="M25.6 8.2c.9 2.5.9 5.1 0 7.6"
          fill="none"
          strokeWidth="2"
          strokeLinecap="round"
          className="stroke-brass"
        />
      </svg>
      Fanfare
    </span>
  )
}
