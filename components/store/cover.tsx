/** A title's own cover in its own ratio; a title without one gets its name set large. */
export type CoverProps = { slug: string; name: string; hasCover: boolean; priority?: boolean }

export function Cover({ slug, name, hasCover, priority = false }: CoverProps) {
  if (!hasCover) {
    return (
      <div className="grid aspect-[4/3] place-items-center rounded-card bg-sunken p-6 text-center font-display text-28">
        {name}
      </div>
    )
  }
  return (
    <div className="overflow-hidden rounded-card bg-sunken">
      {/* biome-ignore lint/performance/noImgElement: covers come from our own route in the size they were given */}
      <img
        src={`/titles/${slug}/cover`}
        alt={`Cover of ${name}`}
        className="block h-auto w-full"
        loading={priority ? "eager" : "lazy"}
        fetchPriority={priority ? "high" : "auto"}
      />
    </div>
  )
}
