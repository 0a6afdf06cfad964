/** One line of the command palette: somewhere to go, or something to do. */
export type PaletteItem = {
  id: string
  group: "places" | "titles" | "links" | "actions"
  label: string
  /** Muted, at the end: an address, a site. Found by as well. */
  hint?: string
} & ({ href: string; run?: never } | { run: string; href?: never })
