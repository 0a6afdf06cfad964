/** The list of first steps that fills itself: each with the day it came true, or the one thing that brings it about. */
import Link from "next/link"
import type { FirstStep, Onboarding } from "#lib/earnings/onboarding-queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"
import { DateTime } from "../ui/date-time.tsx"
import { ChecklistWish } from "./checklist-wish.tsx"

type ChecklistProps = {
  t: Translate
  onboarding: Onboarding
  /** Takes `wish`: open, folded or away. */
  arrange: (data: FormData) => Promise<void>
}

type Words = { done: string; todo: string; way: { href: string; label: string } | null; says: string }

/** Nothing once it was put away. */
export function Checklist({ t, onboarding, arrange }: ChecklistProps) {
  if (onboarding.away) return null
  const { steps, doneCount, folded } = onboarding
  const all = doneCount === steps.length
  return (
    <section
      aria-labelledby="first-steps"
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-card border border-line bg-surface p-6"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="first-steps" className="text-22">
          {all ? t("All first steps are done") : t("Your first steps")}
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-14 text-muted figures">
            {t("{done} of {all}", { done: doneCount, all: steps.length })}
          </span>
          <progress
            className="h-2 w-24 overflow-hidden rounded-chip bg-line [&::-moz-progress-bar]:bg-brass-fill [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-brass-fill"
            value={doneCount}
            max={steps.length}
            aria-label={t("First steps done")}
          />
          <ChecklistWish arrange={arrange} wish={folded ? "open" : "folded"} label={folded ? t("Unfold") : t("Fold")} />
          <ChecklistWish arrange={arrange} wish="away" label={t("Put away")} />
        </div>
      </div>
      {!folded && <Steps t={t} onboarding={onboarding} />}
    </section>
  )
}

function Steps({ t, onboarding: { steps, first } }: { t: Translate; onboarding: Onboarding }) {
  const next = steps.find((s) => s.at === null)?.step
  return (
    <ol className="grid gap-x-8 md:grid-cols-2">
      {steps.map(({ step, at }) => {
        const { done, todo, way, says } = wordsOf(t, step, first)
        return (
          <li
            key={step}
            data-step={step}
            data-done={at !== null}
            className={cx("flex gap-3 border-t border-line py-3", step === next && "border-t-2 border-t-brass-fill")}
          >
            <Mark done={at !== null} />
            <span className="grid gap-0.5">
              <span className={cx(step === next && "font-semibold")}>{at ? done : todo}</span>
              <span className="text-14 text-muted">
                {at ? <DateTime at={at} /> : says}{" "}
                {!at && way && (
                  <Link className="link whitespace-nowrap" href={way.href}>
                    {way.label}
                  </Link>
                )}
              </span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Mark({ done }: { done: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "mt-0.5 grid size-5.5 shrink-0 place-items-center rounded-chip border text-12",
        done ? "border-brass-fill bg-brass-fill text-on-fill" : "border-edge",
      )}
    >
      {done && "✓"}
    </span>
  )
}

function wordsOf(t: Translate, step: FirstStep, first: Onboarding["first"]): Words {
  const start = { href: "/start", label: t("Go on there") }
  const page = { href: first ? `/dashboard/sites/${first.siteId}` : "/start", label: t("Open it") }
  const nodes = { href: "/dashboard/nodes", label: t("Pair a node") }
  const links = { href: "/dashboard/links", label: t("Your links") }
  const all: Record<FirstStep, Words> = {
    site: { done: t("Your site is added"), todo: t("Add your site"), way: start, says: t("A name and an address.") },
    copy: { done: t("A button was copied"), todo: t("Copy a button"), way: start, says: t("One press.") },
    page: {
      done: t("Your page is published"),
      todo: t("Publish your page"),
      way: page,
      says: t("It stands already; make it yours."),
    },
    click: {
      done: t("The first click came"),
      todo: t("The first click"),
      way: links,
      says: t("Paste the button where people read."),
    },
    demo: {
      done: t("Somebody started a demo through you"),
      todo: t("The first demo"),
      way: null,
      says: t("Recommend a title that has one: it costs your readers nothing."),
    },
    byte: {
      done: t("Your node carried its first byte"),
      todo: t("The first byte carried"),
      way: nodes,
      says: t("A paired node that holds a title carries by itself."),
    },
    sale: {
      done: t("The first sale came through you"),
      todo: t("The first sale"),
      way: null,
      says: t("It shows here the second it happens."),
    },
    payee: {
      done: t("Your PayPal address is confirmed"),
      todo: t("Say where money goes"),
      way: { href: "/settings#payee", label: t("Set the address") },
      says: t("Until then it waits for you."),
    },
    matured: {
      done: t("The first cent matured"),
      todo: t("The first cent matures"),
      way: null,
      says: t("Some weeks after the sale, when it cannot be refunded any more."),
    },
  }
  return all[step]
}
