/** Pairing: the code a node shows, what it asks for, and its owner's answer. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Button } from "#components/ui/button.tsx"
import { Card } from "#components/ui/card.tsx"
import { Checkbox, Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type DeviceRequest, findDeviceRequest } from "#lib/delivery/approve-device.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { decide } from "./actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Pair a node") })

type Props = { searchParams: Promise<{ code?: string }> }

export default async function PairPage({ searchParams }: Props) {
  const { code } = await searchParams
  await requirePageActor(code ? `/pair?code=${encodeURIComponent(code)}` : "/pair")
  const t = await words()
  const found = code ? await lookUp(t, code) : null
  return (
    <Page width="form">
      <PageHeader
        title={t("Pair a node")}
        lead={t("Your node shows a code when you run fanfare-node login. Only approve what you started yourself.")}
      />
      {typeof found === "string" && (
        <div className="mb-6">
          <Notice tone="danger">{found}</Notice>
        </div>
      )}
      {found && typeof found !== "string" ? <Approval t={t} request={found} /> : <AskForCode t={t} />}
    </Page>
  )
}

async function lookUp(t: Translate, code: string): Promise<DeviceRequest | string> {
  try {
    return await findDeviceRequest(deps().db, code)
  } catch (error) {
    if (error instanceof AppError) return t.known(error.detail)
    throw error
  }
}

function AskForCode({ t }: { t: Translate }) {
  return (
    <form className="grid gap-5" action="/pair" method="get">
      <Field name="code" label={t("The code your node shows")} hint={t("Eight letters, such as BCDF-GHJK")}>
        <TextInput autoComplete="off" spellCheck={false} className="font-mono uppercase" maxLength={32} />
      </Field>
      <Button type="submit" variant="primary">
        {t("Look it up")}
      </Button>
    </form>
  )
}

function Approval({ t, request }: { t: Translate; request: DeviceRequest }) {
  return (
    <Card className="grid gap-6">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <dt className="text-muted">{t("Node")}</dt>
        <dd>{request.name}</dd>
        <dt className="text-muted">{t("Fingerprint")}</dt>
        <dd className="font-mono">{request.fingerprint}</dd>
        <dt className="text-muted">{t("Asks from")}</dt>
        <dd className="font-mono">{request.address}</dd>
      </dl>
      <p className="text-14 text-muted">
        {t(
          "The fingerprint must be the one your node printed. The node's key cannot change later, and it never decides where your money goes.",
        )}
      </p>
      <ActionForm action={decide} aria-label={t("Approve the node")}>
        <FormError />
        <input type="hidden" name="code" value={request.userCode} />
        <Checkbox name="scopes" value="carry" label={t("Carry downloads and earn for me")} defaultChecked />
        {request.scopes.includes("library") && (
          <Checkbox
            name="scopes"
            value="library"
            label={t("Download titles I own, with their licences")}
            defaultChecked={false}
          />
        )}
        <div className="flex flex-wrap gap-3">
          <SubmitButton name="decision" value="approve">
            {t("Approve this node")}
          </SubmitButton>
          <Button type="submit" name="decision" value="deny">
            {t("Deny")}
          </Button>
        </div>
      </ActionForm>
    </Card>
  )
}
