/** What a server action hands back to its form: what went wrong, where, and what the person had typed. */
export type FormState = {
  /** One sentence about the whole form; null when nothing is wrong. */
  error: string | null
  /** Sentences by field name. */
  fields: Readonly<Record<string, string>>
  /** What was typed, so that nothing must be typed again. Never holds passwords. */
  values: Readonly<Record<string, string>>
  /** Set when the action succeeded without leaving the page: one sentence. */
  done: string | null
}

export const EMPTY_FORM: FormState = { error: null, fields: {}, values: {}, done: null }

/** The shape of a wrapped server action as `useActionState` takes it. */
export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>
