/**
 * The unsubscribe link of a mail (RFC 8058): looking changes nothing, so that what reads mails for people may look; a POST
 * ends the mails, from a mail program or from the page's own button, without sign-in.
 */
import { deps } from "#app/_server/deps.ts"
import { answerMessage } from "#app/_server/plain.ts"
import { readBody } from "#app/_server/route.ts"
import { words } from "#app/_server/words.ts"
import { html } from "#components/plain/html.ts"
import { type PlainDocument, plainPage } from "#components/plain/plain-page.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { categoryName } from "#lib/notices/category-words.ts"
import type { UnsubscribeTopic } from "#lib/notices/notice-state.ts"
import { readUnsubscribeToken, resubscribe, type Unsubscription, unsubscribe } from "#lib/notices/unsubscribe.ts"

type Context = { params: Promise<{ token: string }> }
/** "List-Unsubscribe=One-Click", or our own button's one field. */
const BODY_BYTES = 4_096

export async function GET(request: Request, context: Context): Promise<Response> {
  return answer(request, context, async (t, { topic }) => askPage(t, topic))
}

export async function POST(request: Request, context: Context): Promise<Response> {
  return answer(request, context, async (t, what) => {
    const body = new TextDecoder().decode(await readBody(request, BODY_BYTES))
    if (new URLSearchParams(body).get("choice") === "resubscribe") {
      await resubscribe(deps(), what)
      return backPage(t, what.topic)
    }
    await unsubscribe(deps(), what)
    return donePage(t, what.topic)
  })
}

async function answer(
  request: Request,
  { params }: Context,
  work: (t: Translate, what: Unsubscription) => Promise<PlainDocument>,
): Promise<Response> {
  const t = await words()
  try {
    const what = await readUnsubscribeToken(deps().keys, (await params).token)
    return await answerMessage(request, await work(t, what), 200, HEADERS)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const title = t("This link does not work")
    const refused = page(t, title, t.known(error.detail), html`<p>${settingsLink(t)}</p>`)
    return answerMessage(request, refused, error.status, HEADERS)
  }
}

/** The token stands in the address: it leaves with no link. */
const HEADERS = { "referrer-policy": "no-referrer", "x-robots-tag": "noindex" }

const STYLE = "form{margin:24px 0}button{border:0;font:inherit;font-weight:600;cursor:pointer}h1{max-width:20ch}"

const page = (t: Translate, title: string, lead: string, next: ReturnType<typeof html>): PlainDocument =>
  plainPage({
    t,
    title: `${title} · Fanfare`,
    style: STYLE,
    body: html`<main><h1>${title}</h1><p class="lead">${lead}</p>${next}</main>`,
  })

const topicName = (t: Translate, topic: UnsubscribeTopic): string =>
  topic === "weekly" ? t("Monday's digest") : categoryName(t, topic)

const settingsLink = (t: Translate) =>
  html`<a href="/settings/notifications">${t("Choose everything that is mailed to you")}</a>`

function askPage(t: Translate, topic: UnsubscribeTopic): PlainDocument {
  const lead = t("Press the button, and mails about “{topic}” end. The same news go on standing in the app.", {
    topic: topicName(t, topic),
  })
  const button = html`<form method="post"><button class="button">${t("Unsubscribe")}</button></form>`
  return page(t, t("Stop these mails?"), lead, html`${button}<p>${settingsLink(t)}</p>`)
}

function donePage(t: Translate, topic: UnsubscribeTopic): PlainDocument {
  const lead = t("No more mails about “{topic}”. The same news go on standing in the app.", {
    topic: topicName(t, topic),
  })
  const button = html`<form method="post"><input type="hidden" name="choice" value="resubscribe"><button class="button">${t("Send them again")}</button></form>`
  return page(t, t("You are unsubscribed"), lead, html`${button}<p>${settingsLink(t)}</p>`)
}

function backPage(t: Translate, topic: UnsubscribeTopic): PlainDocument {
  const lead = t("Mails about “{topic}” come again as they did before.", { topic: topicName(t, topic) })
  return page(t, t("You are subscribed again"), lead, html`<p>${settingsLink(t)}</p>`)
}
