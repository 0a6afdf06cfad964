/** Says that a line folds out, and whether it is: points on, then down. Stands in the summary of a `group` of details. */
export const FoldMark = () => (
  <svg
    aria-hidden="true"
    viewBox="0 0 12 12"
    className="size-3 shrink-0 text-muted transition-transform group-open:rotate-90 rtl:-scale-x-100 rtl:group-open:scale-x-100"
  >
    <path d="M4 2l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
  </svg>
)
