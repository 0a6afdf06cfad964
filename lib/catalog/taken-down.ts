/** The one refusal of everything that would show, sell or send what was taken down. */
import { AppError } from "#lib/kernel/errors.ts"
import type { TitleState } from "./title-state.ts"

/** Throws `gone` for a title that was taken down; every other state is for the caller to judge. */
export function refuseTakenDown(state: TitleState | undefined): void {
  if (state === "taken_down")
    throw new AppError("gone", "This title was taken down: it is neither sold nor sent to anybody at present.")
}
