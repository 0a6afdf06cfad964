/** A mail is on its way. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { AccountPage } from "../account-page.tsx"

export const metadata: Metadata = { title: "Check your mail" }

const WORDS = {
  confirm: "Open the link we have just sent you, and your account is ready.",
  link: "Open the link we have just sent you, and you are signed in.",
  reset: "If there is an account with this address, a link to choose a new password is on its way.",
} as const

type Props = { searchParams: Promise<{ for?: string }> }

export default async function CheckYourMailPage({ searchParams }: Props) {
  const { for: reason } = await searchParams
  const { mailboxUrl, smtpUrl } = deps().config
  return (
    <AccountPage
      title="Check your mail"
      lead={reason && reason in WORDS ? WORDS[reason as keyof typeof WORDS] : WORDS.link}
      below={
        <p>
          Nothing after a few minutes? Look among unwanted mail, or{" "}
          <Link className="link" href="/sign-in">
            ask for another link
          </Link>
          .
        </p>
      }
    >
      {mailboxUrl && !smtpUrl ? (
        <p>
          No mail leaves this machine: it lands in{" "}
          <a className="link" href={mailboxUrl}>
            the mailbox page
          </a>
          .
        </p>
      ) : null}
    </AccountPage>
  )
}
