/** The words of the mails somebody asked for by typing an address: pure, one function per mail. */
import type { Translate } from "../kernel/messages.ts"
import type { MailContent } from "./render-mail.ts"

export const confirmAddressMail = (t: Translate, url: string): MailContent => ({
  subject: t("Confirm your e-mail address"),
  lines: [
    t("Somebody, most likely you, made a Fanfare account with this address. Confirm it, and you are signed in."),
    { button: t("Confirm this address"), url },
    {
      note: t(
        "The link works once, for 24 hours. If it was not you, do nothing: without it the account cannot be used.",
      ),
    },
  ],
})

/** To an address that has an account already: nobody else learns of it. */
export const alreadySignedUpMail = (t: Translate, signInUrl: string, resetUrl: string): MailContent => ({
  subject: t("You already have a Fanfare account"),
  lines: [
    t(
      "Somebody, most likely you, tried to make a Fanfare account with this address. There is one already, and nothing about it was changed.",
    ),
    { button: t("Sign in"), url: signInUrl },
    { button: t("Choose a new password"), url: resetUrl },
    { note: t("If it was not you, there is nothing to do.") },
  ],
})

export const signInLinkMail = (t: Translate, url: string): MailContent => ({
  subject: t("Your sign-in link"),
  lines: [
    t("Press the button to sign in to Fanfare. No password is needed."),
    { button: t("Sign in"), url },
    {
      note: t(
        "The link works once, for one hour. If you did not ask for it, do nothing: nobody can sign in without it.",
      ),
    },
  ],
})

export const resetPasswordMail = (t: Translate, url: string): MailContent => ({
  subject: t("Choose a new password"),
  lines: [
    t("Somebody, most likely you, asked to choose a new password for this account."),
    { button: t("Choose a new password"), url },
    {
      note: t(
        "The link works once, for one hour. A new password signs you out everywhere else. If it was not you, do nothing.",
      ),
    },
  ],
})

export const confirmPayeeMail = (t: Translate, url: string, accountEmail: string): MailContent => ({
  subject: t("Confirm where your earnings go"),
  lines: [
    t("The Fanfare account {email} asks that its earnings be sent to this PayPal address.", { email: accountEmail }),
    { button: t("Confirm this PayPal address"), url },
    {
      note: t(
        "The link works once, for 24 hours, in the account that asked. If it was not you, do nothing: no money moves.",
      ),
    },
  ],
})

/** To the address that no longer receives the earnings: the account itself is told by a notice. */
export const payeeReplacedMail = (t: Translate, input: { newAddress: string; settingsUrl: string }): MailContent => ({
  subject: t("Earnings no longer come to this PayPal address"),
  lines: [
    t(
      "The account that was paid here is to be paid at {address} from now on. So that you have time to object, no money leaves for seven days.",
      { address: input.newAddress },
    ),
    t("If it was not you, sign in, set the address back and choose a new password:"),
    { button: t("Open settings"), url: input.settingsUrl },
  ],
})
