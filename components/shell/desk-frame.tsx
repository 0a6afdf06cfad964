/** The frame of a desk: its places at the side (on phones behind one line that says where one is), the page beside them. */
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { DeskNav } from "./desk-nav.tsx"
import { type DeskName, deskPlaces, deskTitle } from "./desk-places.ts"

type DeskFrameProps = {
  t: Translate
  desk: DeskName
  /** Beside the place with that key; 0 and what is absent show nothing. */
  counts?: Readonly<Record<string, number>>
  /** At the foot of the side: a hint, the state of something that goes on. */
  foot?: ReactNode
  children: ReactNode
}

/** Stands in the desk's layout.tsx; the pages keep their own `Page` and `PageHeader`. */
export function DeskFrame({ t, desk, counts = {}, foot, children }: DeskFrameProps) {
  const places = deskPlaces(t, desk).map(({ key, ...place }) => ({ ...place, count: (key && counts[key]) || 0 }))
  return (
    <div className="mx-auto w-full max-w-desk lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
      <aside className="border-b border-line lg:border-b-0">
        <div className="lg:sticky lg:top-0 lg:grid lg:gap-6 lg:py-16 lg:ps-3 lg:pe-4">
          <DeskNav title={deskTitle(t, desk)} places={places} />
          {foot && <div className="hidden px-3 text-14 text-muted lg:block">{foot}</div>}
        </div>
      </aside>
      <div className="desk-page min-w-0">{children}</div>
    </div>
  )
}
