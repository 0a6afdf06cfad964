/** The words of the mails about an account: pure, one function per mail. */
import type { MailContent } from "./render-mail.ts"

export const confirmAddressMail = (url: string): MailContent => ({
  subject: "Confirm your e-mail address",
  lines: [
    "Somebody, most likely you, made a Fanfare account with this address. Confirm it, and you are signed in.",
    { button: "Confirm this address", url },
    {
      note: "The link works once, for 24 hours. If it was not you, do nothing: without it the account cannot be used.",
    },
  ],
})

/** To an address that has an account already: nobody else learns of it. */
export const alreadySignedUpMail = (signInUrl: string, resetUrl: string): MailContent => ({
  subject: "You already have a Fanfare account",
  lines: [
    "Somebody, most likely you, tried to make a Fanfare account with this address. There is one already, and nothing about it was changed.",
    { button: "Sign in", url: signInUrl },
    { button: "Choose a new password", url: resetUrl },
    { note: "If it was not you, there is nothing to do." },
  ],
})

export const signInLinkMail = (url: string): MailContent => ({
  subject: "Your sign-in link",
  lines: [
    "Press the button to sign in to Fanfare. No password is needed.",
    { button: "Sign in", url },
    {
      note: "The link works once, for one hour. If you did not ask for it, do nothing: nobody can sign in without it.",
    },
  ],
})

export const resetPasswordMail = (url: string): MailContent => ({
  subject: "Choose a new password",
  lines: [
    "Somebody, most likely you, asked to choose a new password for this account.",
    { button: "Choose a new password", url },
    {
      note: "The link works once, for one hour. A new password signs you out everywhere else. If it was not you, do nothing.",
    },
  ],
})

export const passwordChangedMail = (resetUrl: string): MailContent => ({
  subject: "Your password was changed",
  lines: [
    "The password of your Fanfare account was changed just now, and every other session was signed out.",
    "If it was not you, take the account back at once:",
    { button: "Choose a new password", url: resetUrl },
  ],
})

export const confirmPayeeMail = (url: string, accountEmail: string): MailContent => ({
  subject: "Confirm where your earnings go",
  lines: [
    `The Fanfare account ${accountEmail} asks that its earnings be sent to this PayPal address.`,
    { button: "Confirm this PayPal address", url },
    {
      note: "The link works once, for 24 hours, in the account that asked. If it was not you, do nothing: no money moves.",
    },
  ],
})

export const payeeChangedMail = (input: {
  oldAddress: string
  newAddress: string
  frozenUntil: string
  settingsUrl: string
}): MailContent => ({
  subject: "The PayPal address for your earnings was changed",
  lines: [
    {
      rows: [
        ["Before", input.oldAddress],
        ["Now", input.newAddress],
        ["No payout before", input.frozenUntil],
      ],
    },
    "So that you have time to object, no money leaves for seven days. If it was you, there is nothing to do.",
    "If it was not you, set the address back and choose a new password:",
    { button: "Open settings", url: input.settingsUrl },
  ],
})
