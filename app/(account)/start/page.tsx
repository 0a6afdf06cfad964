/** From the landing page to a copied button: shows the step that comes next by what is there already, on any device. */
import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import type { PageQuery } from "#components/embed/copy-wish.ts"
import { StartFrame } from "#components/fans/start-frame.tsx"
import { hasRole } from "#lib/auth/actor.ts"
import { onboardingOf } from "#lib/earnings/onboarding-queries.ts"
import { ONBOARDING_PATHS, type OnboardingPath } from "#lib/fans/onboarding-state.ts"
import { CopyStep } from "./copy-step.tsx"
import { JoinStep } from "./join-step.tsx"
import { SiteStep } from "./site-step.tsx"
import { TitleStep } from "./title-step.tsx"
import { WishStep } from "./wish-step.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Start") }
}

type Props = { searchParams: Promise<PageQuery & { as?: string; q?: string }> }

export default async function StartPage({ searchParams }: Props) {
  const query = await searchParams
  const { as, q } = query
  const t = await words()
  const wish = ONBOARDING_PATHS.find((path) => path === as) ?? null
  const actor = await currentActor()
  if (!actor)
    return (
      <StartFrame t={t} step={0}>
        <JoinStep wish={wish ?? "fan"} />
      </StartFrame>
    )
  const { db, clock } = deps()
  const so = await onboardingOf(db, actor.userId, clock.now())
  const path = wish ?? so.path
  if (!hasRole(actor, path === "publisher" ? "publisher" : "fan"))
    return (
      <StartFrame t={t} step={0}>
        <WishStep wish={path} />
      </StartFrame>
    )
  leave(path)
  if (!so.first)
    return (
      <StartFrame t={t} step={1}>
        <SiteStep />
      </StartFrame>
    )
  if (!so.first.button)
    return (
      <StartFrame t={t} step={2}>
        <TitleStep siteId={so.first.siteId} quest={q ?? ""} />
      </StartFrame>
    )
  const copied = so.steps.some((s) => s.step === "copy" && s.at !== null)
  return (
    <StartFrame t={t} step={3}>
      <CopyStep first={so.first} button={so.first.button} query={query} copied={copied} />
    </StartFrame>
  )
}

/** The other two paths go on where they belong. */
function leave(path: OnboardingPath): void {
  if (path === "publisher") redirect("/publish")
  if (path === "carrier") redirect("/dashboard/nodes")
}
