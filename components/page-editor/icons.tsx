/** The page editor's few signs, drawn on a 20-px grid in the ink around them. */
const PATHS = {
  up: "M10 15V5M5.5 9.5 10 5l4.5 4.5",
  down: "M10 5v10M5.5 10.5 10 15l4.5-4.5",
  copy: "M7 7h8v9H7zM5 13V4h8",
  bin: "M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.6L14 6M8.7 9v4.5M11.3 9v4.5",
  undo: "M7 4 3.5 7.5 7 11M4 7.5h7a4.5 4.5 0 0 1 0 9H8",
  redo: "m13 4 3.5 3.5L13 11M16 7.5H9a4.5 4.5 0 0 0 0 9h3",
  plus: "M10 4v12M4 10h12",
  close: "m5 5 10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  phone: "M6.5 3h7v14h-7zM9.5 14.5h1",
  tablet: "M4.5 3h11v14h-11zM9.5 14.5h1",
  desk: "M2.5 4h15v9.5h-15zM7 16.5h6M10 13.5v3",
  look: "M10 3a7 7 0 1 0 0 14c1.500 0 1.500-1.200 1-2-.6-1 .1-2 1.200-2H14a3 3 0 0 0 3-3c0-4-3.100-7-7-7zM6.500 9.500h.01M9 6.500h.01M13 7.500h.01",
  page: "M5 3h7l3 3v11H5zM8 9h4M8 12h4",
  address:
    "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c-4.500 4.500-4.500 9.500 0 14M10 3c4.500 4.500 4.500 9.500 0 14",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.500l3 1.500",
  check: "m4.500 10.500 3.500 3.500 7.500-8",
  picture: "M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 7.500h.01",
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, className = "size-5 shrink-0" }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
