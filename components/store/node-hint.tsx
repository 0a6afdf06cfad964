/** How to take a title with a node instead of the page, and what that does for the fans who carry it. */
import { CopyField } from "#components/ui/copy-field.tsx"

type NodeHintProps = { slug: string; carriers: number; demo: boolean }

export function NodeHint({ slug, carriers, demo }: NodeHintProps) {
  return (
    <details className="rounded-card border border-line bg-surface p-6">
      <summary className="font-semibold">Take it with a node instead</summary>
      <div className="mt-4 grid max-w-read grid-cols-[minmax(0,1fr)] gap-4">
        <p className="text-muted">
          A node asks {carriersWord(carriers)} and the origin at the same time, goes on after anything, and writes
          straight to your disk, whatever the size.{" "}
          {demo
            ? "If you buy the title later, the fans who carried it share 5 % of its price. "
            : "The fans who carry it share 5 % of what you paid. "}
          They see an IP address of yours while they do.
        </p>
        <CopyField label="On your machine" value={`fanfare-node get ${slug}`} />
      </div>
    </details>
  )
}

const carriersWord = (count: number): string =>
  count === 0
    ? "every fan who carries it"
    : count === 1
      ? "the fan who carries it now"
      : `${count} fans who carry it now`
