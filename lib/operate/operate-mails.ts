/** The words of the mails that follow an operator's act or a wish about one's own data: pure, one function per mail. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { MailContent } from "#lib/mail/render-mail.ts"

export const reviewQuestionMail = (t: Translate, name: string, question: string, url: string): MailContent => ({
  subject: t("A question about {name}", { name }),
  lines: [t("Before {name} goes on offer we would like to know:", { name }), question, { button: t("Answer it"), url }],
})

/** To everybody with a right to the title or an order of it under way. */
export const buyerOfTakenDownMail = (
  t: Translate,
  input: { name: string; notice: string; open: boolean; libraryUrl: string },
): MailContent => ({
  subject: t("{name} was taken down", { name: input.name }),
  lines: [
    input.open
      ? t(
          "You had begun to buy {name}. It was taken down since, so the purchase is not completed and nothing is charged.",
          {
            name: input.name,
          },
        )
      : t(
          "{name}, which is in your library, was taken down. It cannot be downloaded for now; a copy you have stays yours and opens as before.",
          { name: input.name },
        ),
    ...(input.notice ? [input.notice] : []),
    { note: t("No money moves by itself. If you want a refund, answer this mail or write to us.") },
    { button: t("Open your library"), url: input.libraryUrl },
  ],
})

export const suspendedMail = (t: Translate, reason: string): MailContent => ({
  subject: t("Your account is suspended"),
  lines: [
    t(
      "We have suspended your Fanfare account: you cannot sign in, your links credit nothing and payouts wait. This is why:",
    ),
    reason,
    t("What you have earned stays yours on the books. Write to us if you think we are wrong."),
  ],
})

export const suspensionLiftedMail = (t: Translate, url: string): MailContent => ({
  subject: t("Your account is open again"),
  lines: [
    t("The suspension of your Fanfare account is lifted. Sign in as before; payouts go on with the next run."),
    { button: t("Sign in"), url },
  ],
})

export const confirmErasureMail = (t: Translate, url: string): MailContent => ({
  subject: t("Confirm that your account shall be erased"),
  lines: [
    t("Somebody, most likely you, asked to erase this Fanfare account and everything personal in it."),
    { button: t("Go on with it"), url },
    { note: t("The link works once, for one hour. If it was not you, do nothing: the account stays as it is.") },
  ],
})

export const erasureAskedMail = (
  t: Translate,
  input: { due: string; titles: readonly string[]; unpaid: string | null; url: string },
): MailContent => ({
  subject: t("Your account will be erased on {date}", { date: input.due }),
  lines: [
    t("As asked, your Fanfare account will be erased on {date}. Until then you can sign in and call it off.", {
      date: input.due,
    }),
    ...(input.titles.length > 0
      ? [
          t("Your right to these titles ends with it: {titles}. Download them before.", {
            titles: input.titles.join(", "),
          }),
        ]
      : []),
    ...(input.unpaid
      ? [
          t("{amount} of your earnings is not paid yet. After the erasure we no longer know where to pay it.", {
            amount: input.unpaid,
          }),
        ]
      : []),
    { button: t("Call it off"), url: input.url },
    { note: t("This is the last mail about it: afterwards we have no address of yours.") },
  ],
})

export const erasureCancelledMail = (t: Translate): MailContent => ({
  subject: t("Your account stays"),
  lines: [t("The erasure of your Fanfare account was called off. Nothing was removed.")],
})
