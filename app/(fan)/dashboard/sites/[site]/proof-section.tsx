/** Proving that a site is the fan's: where it stands, what we saw when we last looked, and the four ways. */
import { ProvedMark } from "#components/fans/proved-mark.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Rich } from "#components/ui/rich.tsx"
import type { Proof, ProofView } from "#lib/fans/proof-queries.ts"
import { proofWords } from "#lib/fans/proof-words.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type Copied, ProofWays, wayName } from "./proof-ways.tsx"

type Props = { t: Translate; view: ProofView; copied: Copied; isOurs: boolean }

export function ProofSection({ t, view, copied, isOurs }: Props) {
  return (
    <Section
      id="prove"
      title={t("Prove it is yours")}
      description={t(
        "A mark then stands beside your site in the store and on your page. Your links and your money do not depend on it.",
      )}
    >
      {isOurs ? (
        <Notice>
          {t(
            "This site is its page here, and that is yours already. Once you have a site elsewhere, enter its address.",
          )}
        </Notice>
      ) : (
        <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <Standing t={t} view={view} />
          <ProofWays t={t} view={view} copied={copied} />
        </div>
      )}
    </Section>
  )
}

function Standing({ t, view }: { t: Translate; view: ProofView }) {
  const { proof, url } = view
  return (
    <Card className="grid gap-3" id="proof-standing">
      <StandingMark t={t} proof={proof} />
      <p className="font-mono text-14 wrap-anywhere">
        <bdi dir="ltr">{url}</bdi>
      </p>
      {proof ? (
        <Seen t={t} proof={proof} />
      ) : (
        <p className="text-14 text-muted">
          {t("Nobody has looked yet. Choose the way that suits your site; each takes a minute.")}
        </p>
      )}
    </Card>
  )
}

function StandingMark({ t, proof }: { t: Translate; proof: Proof | null }) {
  if (proof?.state === "proved") return <ProvedMark t={t} place={null} className="text-18!" />
  const chip =
    proof?.state === "lost" ? (
      <Chip tone="danger">{t("No longer proved")}</Chip>
    ) : proof ? (
      <Chip tone="brass" fill="outline">
        {t("Not found yet")}
      </Chip>
    ) : (
      <Chip fill="outline">{t("Not proved")}</Chip>
    )
  return <p>{chip}</p>
}

function Seen({ t, proof }: { t: Translate; proof: Proof }) {
  const isTaken = proof.state === "lost" && proof.failure === "taken"
  return (
    <div className="grid gap-3 text-14">
      {proof.state === "proved" && proof.provedAt && (
        <p>
          <Rich
            text={t("Yours since <date>x</date>, by {way}.", { way: wayName(t, proof.method) })}
            date={() => <DateTime at={proof.provedAt!} />}
          />
        </p>
      )}
      <div className="border-s-2 border-line ps-3">
        <p className="text-muted">
          <Rich
            text={t("What we saw on <date>x</date>")}
            date={() => <DateTime at={proof.checkedAt} mode="datetime" />}
          />
        </p>
        <p className="wrap-anywhere" data-seen>
          {isTaken
            ? t("Another fan has proved this place since. Prove it again, and it is yours.")
            : proofWords(t, proof)}
        </p>
      </div>
      {proof.state === "proved" && proof.failure && (
        <p className="text-danger">
          {t("If it stays away for three days, the mark goes. Put it back, and all is as it was.")}
        </p>
      )}
      {proof.nextCheckAt && (
        <p className="text-muted">
          <Rich
            text={t("We look again by ourselves on <date>x</date>.")}
            date={() => <DateTime at={proof.nextCheckAt!} mode="datetime" />}
          />
        </p>
      )}
    </div>
  )
}
