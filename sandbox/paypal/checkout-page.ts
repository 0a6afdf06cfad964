/** The page where a buyer approves: plain HTML that says what it is, works without script, in light and dark. */
import { writeAmount } from "./amounts.ts"
import type { Answer } from "./answer.ts"
import type { Request, Route } from "./http.ts"
import { approveOrder, findOrder } from "./orders.ts"
import type { Instrument, OrderRow } from "./rows.ts"
import type { World } from "./world.ts"

const EMAIL = /^[^@\s<>"]{1,64}@[^@\s<>"]{1,63}$/
const DEFAULT_BUYER = "buyer@example.com"

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c]!)

const STYLE = `
:root { color-scheme: light dark; --paper: #FBF8F3; --card: #FFF; --ink: #1B1A17; --muted: #5E5A52; --line: #8A8478;
  --fill: #E8B53A; --on-fill: #1B1A17; --danger: #B42318; --focus: #2B5FAA; }
@media (prefers-color-scheme: dark) { :root { --paper: #14130F; --card: #1D1B16; --ink: #F4EFE6; --muted: #B5AEA1;
  --line: #7d766a; --fill: #F2C14E; --danger: #FF9B8F; --focus: #9CC2FF; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 28px; }
.notice { margin: -28px -28px 24px; padding: 10px 28px; border-bottom: 1px solid var(--line); border-radius: 10px 10px 0 0;
  background: color-mix(in srgb, var(--fill) 22%, var(--card)); font-size: 14px; }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 4px; letter-spacing: -0.02em; text-wrap: balance; }
.amount { font-size: 40px; line-height: 1.1; font-weight: 650; font-variant-numeric: tabular-nums; margin: 16px 0; }
.amount small { font-size: 16px; font-weight: 400; color: var(--muted); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 0 24px; font-size: 14px; }
dt { color: var(--muted); } dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
label, legend { font-weight: 600; font-size: 14px; padding: 0; }
input[type=radio] { margin: 0 6px 0 0; accent-color: var(--fill); }
.code { font-family: ui-monospace, monospace; font-size: 12px; }
input[type=email] { width: 100%; margin-top: 4px; padding: 10px 12px; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 6px; }
.hint { color: var(--muted); font-size: 14px; margin: 4px 0 0; }
.error { color: var(--danger); font-weight: 600; margin: 0 0 16px; }
fieldset { border: 0; padding: 0; margin: 20px 0; } fieldset label { display: block; font-weight: 400; padding: 4px 0; }
.buttons { display: grid; gap: 10px; }
button, a.button { display: block; width: 100%; padding: 12px 16px; font: inherit; font-weight: 600; text-align: center; border-radius: 6px;
  border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; text-decoration: none; }
button.primary { background: var(--fill); border-color: var(--fill); color: var(--on-fill); }
button:hover, a.button:hover { filter: brightness(1.06); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
`

function page(title: string, body: string, formTargets: readonly string[] = [], status = 200): Answer {
  const notice = `<p class="notice"><strong>This is a stand-in for PayPal; no real money moves.</strong></p>`
  const text = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · stand-in for PayPal</title><style>${STYLE}</style></head>
<body><main>${notice}${body}</main></body></html>`
  // Chromium holds the redirect after a form to form-action too, so the shop's own addresses must stand there.
  const actions = ["'self'", ...formTargets.map((url) => new URL(url).origin)].join(" ")
  const csp = `default-src 'none'; style-src 'unsafe-inline'; form-action ${actions}; frame-ancestors 'none'; base-uri 'none'`
  const headers = {
    "content-security-policy": csp,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  }
  return { status, text, headers }
}

const gone = (): Answer =>
  page(
    "Nothing to pay here",
    `<h1>There is no payment here</h1><p>It was never made, or it waited more than three hours for an approval.
Go back to the shop and start again; nothing was charged.</p>`,
    [],
    404,
  )

const price = (order: OrderRow): string =>
  `${order.currency === "USD" ? "$" : ""}${writeAmount(order.amount, order.currency)}`

function alreadyPaid(order: OrderRow): Answer {
  const back = escapeHtml(withToken(order.returnUrl, order))
  return page(
    "Already paid",
    `<h1>This is already paid</h1><p class="amount">${price(order)} <small>${order.currency}</small></p>
<p>Nothing more is charged.</p><a class="button" href="${back}">Back to the shop</a>`,
  )
}

function ask(order: OrderRow, email: string, error = ""): Answer {
  const shop = escapeHtml(order.brandName ?? "the shop")
  const host = escapeHtml(new URL(order.returnUrl).host)
  const body = `<h1>Pay ${shop}</h1>
<p class="amount">${price(order)} <small>${escapeHtml(order.currency)}</small></p>
<dl><dt>For</dt><dd>${escapeHtml(order.description ?? "one purchase")}</dd>
<dt>To</dt><dd>${shop} (${host})</dd><dt>Account</dt><dd class="code">${escapeHtml(order.payeeMerchant)}</dd>
<dt>Reference</dt><dd class="code">${escapeHtml(order.invoiceId ?? order.id)}</dd></dl>
${error ? `<p class="error" role="alert" id="error">${escapeHtml(error)}</p>` : ""}
<form method="post" action="/checkoutnow"><input type="hidden" name="token" value="${escapeHtml(order.id)}">
<label for="email">Buyer's PayPal e-mail</label>
<input id="email" name="email" type="email" maxlength="127" autocomplete="email" value="${escapeHtml(email)}"
 aria-describedby="email-hint${error ? " error" : ""}"${error ? ' aria-invalid="true"' : ""}>
<p class="hint" id="email-hint">Any address will do; it stands for the buyer's account.</p>
<fieldset><legend>What should happen with the payment</legend>
<label><input type="radio" name="instrument" value="balance" checked> It arrives at once</label>
<label><input type="radio" name="instrument" value="declined-card"> The card is declined</label>
<label><input type="radio" name="instrument" value="echeck"> It stays pending for four days (eCheck)</label></fieldset>
<div class="buttons"><button class="primary" name="action" value="approve">Pay ${price(order)} ${escapeHtml(order.currency)}</button>
<button name="action" value="cancel" formnovalidate>Cancel and go back</button></div></form>`
  return page(`Pay ${price(order)} ${order.currency}`, body, [order.returnUrl, order.cancelUrl])
}

function withToken(url: string, order: OrderRow, payerId?: string): string {
  const target = new URL(url)
  target.searchParams.set("token", order.id)
  if (payerId !== undefined) target.searchParams.set("PayerID", payerId)
  return target.href
}

const redirect = (location: string): Answer => ({ status: 303, headers: { location } })

function show(world: World, request: Request): Answer {
  const order = findOrder(world, request.query.get("token") ?? "")
  if (!order) return gone()
  return order.status === "COMPLETED" ? alreadyPaid(order) : ask(order, order.payer?.email ?? DEFAULT_BUYER)
}

const INSTRUMENTS: ReadonlySet<string> = new Set(["balance", "declined-card", "echeck"])

function decide(world: World, request: Request): Answer {
  const form = new URLSearchParams(request.body.toString("utf8"))
  const order = findOrder(world, form.get("token") ?? "")
  if (!order) return gone()
  if (order.status === "COMPLETED") return alreadyPaid(order)
  const action = form.get("action")
  if (action === "cancel") return redirect(withToken(order.cancelUrl, order))
  const email = (form.get("email") ?? "").trim()
  if (!EMAIL.test(email)) return ask(order, email, "Give an e-mail address, like name@example.com.")
  const chosen = action === "decline" ? "declined-card" : (form.get("instrument") ?? "balance")
  approveOrder(world, order, email, INSTRUMENTS.has(chosen) ? (chosen as Instrument) : "balance")
  return redirect(withToken(order.returnUrl, order, order.payer?.payerId))
}

export const checkoutRoutes: readonly Route[] = [
  { method: "GET", pattern: /^\/checkoutnow$/, door: "open", handle: show },
  { method: "POST", pattern: /^\/checkoutnow$/, door: "open", handle: decide },
]
