/** The frame of the first steps: where one is, and how far it is to the first button. */
import type { ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"
import { Page } from "../ui/page-header.tsx"

/** `step` counts from 0. */
export function StartFrame({ t, step, children }: { t: Translate; step: number; children: ReactNode }) {
  const steps = [t("Account"), t("Your site"), t("A title"), t("The button")]
  return (
    <Page>
      <div className="mx-auto grid w-full max-w-240 grid-cols-[minmax(0,1fr)] gap-8">
        <nav aria-label={t("Steps")}>
          <ol className="flex flex-wrap gap-x-6 gap-y-2 text-14">
            {steps.map((name, i) => (
              <li
                key={name}
                aria-current={i === step ? "step" : undefined}
                className={cx(
                  "flex items-center gap-2 border-b-2 pb-1",
                  i === step ? "border-brass-fill font-semibold" : "border-transparent text-muted",
                )}
              >
                <span aria-hidden="true" className="figures">
                  {i < step ? "✓" : i + 1}
                </span>
                {name}
                {i < step && <span className="sr-only">{t("done")}</span>}
              </li>
            ))}
          </ol>
        </nav>
        {children}
      </div>
    </Page>
  )
}

/** A step's heading and what it is for. */
export function StepHead({ title, lead }: { title: string; lead: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h1 className="text-36 md:text-48">{title}</h1>
      <p className="max-w-read text-18 text-muted">{lead}</p>
    </div>
  )
}
