/** Where a title stands with the operators: waiting, asked about, refused with a reason, or taken down. */
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { ReviewTalk } from "#components/operate/review-talk.tsx"
import { Field, TextArea } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import type { TitleView } from "#lib/catalog/queries.ts"
import { NOTE_LIMIT_CHARS } from "#lib/catalog/review-note.ts"
import { listReviewsOf, type ReviewView } from "#lib/catalog/review-queries.ts"
import { answerQuestion, askAgain } from "../review-actions.ts"

/** Nothing when no operator has anything to do with it. */
export async function ReviewSection({ title }: { title: TitleView }) {
  const t = await words()
  if (title.state === "taken_down")
    return (
      <Notice tone="danger" title={t("Taken down")}>
        {t(
          "An operator has taken this title down; it is neither sold nor sent to anybody. The reason is in your notifications. Write to us if you think it is wrong.",
        )}
      </Notice>
    )
  const [review] = await listReviewsOf(deps().db, title.id)
  if (review?.state === "open") return <Waiting title={title} review={review} />
  if (review?.state === "refused" && title.state !== "published") return <Refused title={title} review={review} />
  return null
}

type Props = { title: TitleView; review: ReviewView }

async function Waiting({ title, review }: Props) {
  const t = await words()
  return (
    <section aria-label={t("Review")} className="grid gap-4">
      <Notice tone="info" title={t("Waits for review")}>
        {t(
          "A person looks at your first title before it is offered, usually within a day. You get a mail. You can go on changing it meanwhile.",
        )}
      </Notice>
      {review.notes.length > 0 && (
        <>
          <ReviewTalk notes={review.notes} t={t} />
          <ActionForm action={answerQuestion}>
            <input type="hidden" name="title" value={title.slug} />
            <FormError />
            <Field name="text" label={t("Write to the operator")}>
              <TextArea rows={3} maxLength={NOTE_LIMIT_CHARS} />
            </Field>
            <SubmitButton variant="secondary" className="justify-self-start">
              {t("Send")}
            </SubmitButton>
          </ActionForm>
        </>
      )}
    </section>
  )
}

async function Refused({ title, review }: Props) {
  const t = await words()
  return (
    <section aria-label={t("Review")} className="grid gap-4">
      <Notice tone="danger" title={t("Not offered yet")}>
        <p className="whitespace-pre-line">{review.reason}</p>
      </Notice>
      <ReviewTalk notes={review.notes} t={t} />
      <ActionForm action={askAgain}>
        <input type="hidden" name="title" value={title.slug} />
        <FormError />
        <Field name="note" label={t("What have you changed?")} required={false}>
          <TextArea rows={3} maxLength={NOTE_LIMIT_CHARS} />
        </Field>
        <SubmitButton className="justify-self-start">{t("Ask for review again")}</SubmitButton>
      </ActionForm>
    </section>
  )
}
