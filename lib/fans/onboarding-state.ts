/** What somebody comes here for; the way of their first steps, which they may change. */
export const ONBOARDING_PATHS = ["fan", "carrier", "publisher"] as const
export type OnboardingPath = (typeof ONBOARDING_PATHS)[number]
