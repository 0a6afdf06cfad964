/** How to take a title with a node instead of the page, and what that does for the fans who carry it. */
import type { Translate } from "#lib/kernel/messages.ts"
import { CopyField } from "../ui/copy-field.tsx"
import { Rich } from "../ui/rich.tsx"
import { carriersLine, flag } from "./how-it-comes.tsx"

type NodeHintProps = { t: Translate; slug: string; carriers: number; demo: boolean }

export function NodeHint({ t, slug, carriers, demo }: NodeHintProps) {
  return (
    <details className="rounded-card border border-line bg-surface p-5 md:p-6">
      <summary className="font-semibold">{t("Take it with a node instead")}</summary>
      <div className="mt-4 grid max-w-read grid-cols-[minmax(0,1fr)] gap-4">
        <p className="text-muted">
          {carriersLine(t, carriers)}{" "}
          {t(
            "A node asks all of them and the origin at the same time, goes on after anything, and writes straight to your disk, whatever the size.",
          )}{" "}
          {demo
            ? t("If you buy the title later, the fans who carried it share 5 % of its price.")
            : t("The fans who carry it share 5 % of what you paid.")}{" "}
          <Rich
            text={t("They see an IP address of yours while they do; with <c>--origin-only</c> none does.")}
            c={flag}
          />
        </p>
        <CopyField label={t("On your machine")} value={`fanfare-node get ${slug}`} />
      </div>
    </details>
  )
}
