/** Notices about the account itself; they cannot be turned off. */
import { day, notice } from "./notice.ts"

export const SECURITY_NOTICES = {
  "password-changed": notice<Record<string, never>>({
    audience: "buyer",
    category: "security",
    pace: "now",
    link: () => "/reset",
    words: (t) => ({
      title: t("Your password was changed"),
      body: t(
        "The password of your Fanfare account was changed just now, and every other session was signed out. If it was you, there is nothing to do. If it was not, take the account back at once.",
      ),
      action: t("Choose a new password"),
    }),
  }),
  "payee-changed": notice<{ oldAddress: string; newAddress: string; frozenUntil: string }>({
    audience: "fan",
    category: "security",
    pace: "now",
    link: () => "/settings",
    words: (t, p) => ({
      title: t("The PayPal address for your earnings was changed"),
      body: t(
        "So that you have time to object, no money leaves for seven days. If it was you, there is nothing to do. If it was not, set the address back and choose a new password.",
      ),
      action: t("Open settings"),
      rows: [
        [t("Before"), p.oldAddress],
        [t("Now"), p.newAddress],
        [t("No payout before"), day(t, p.frozenUntil)],
      ],
    }),
  }),
  "payee-confirmed": notice<{ address: string }>({
    audience: "fan",
    category: "security",
    pace: "now",
    link: () => "/settings",
    words: (t, p) => ({
      title: t("Earnings go to {address} from now on", { address: p.address }),
      body: t("The PayPal address was confirmed by the link mailed to it. If that was not you, write to us at once."),
      action: t("Open settings"),
    }),
  }),
  "node-paired": notice<{ node: string }>({
    audience: "carrier",
    category: "security",
    pace: "now",
    link: () => "/dashboard/nodes",
    words: (t, p) => ({
      title: t("The node {node} was paired with your account", { node: p.node }),
      body: t("It may carry downloads in your name. If you did not approve it, remove it and change your password."),
      action: t("See your nodes"),
    }),
  }),
  "key-made": notice<{ name: string; scopes: string }>({
    audience: "buyer",
    category: "security",
    pace: "now",
    link: () => "/settings/keys",
    words: (t, p) => ({
      title: t("A key was made for {name}", { name: p.name }),
      body: t("A program that holds it acts in your name. If you did not make it, revoke it and change your password."),
      action: t("See your keys"),
      rows: [[t("It may"), p.scopes]],
    }),
  }),
  "webhook-made": notice<{ host: string; events: string }>({
    audience: "fan",
    category: "security",
    pace: "now",
    link: () => "/settings/webhooks",
    words: (t, p) => ({
      title: t("A webhook to {host} was added", { host: p.host }),
      body: t(
        "A program at that address is told of what happens on your account. If you did not add it, delete it and change your password.",
      ),
      action: t("See your webhooks"),
      rows: [[t("It is told of"), p.events]],
    }),
  }),
  "new-device": notice<{ title: string; slug: string }>({
    audience: "buyer",
    category: "security",
    pace: "app",
    link: (p) => `/library/${p.slug}`,
    words: (t, p) => ({
      title: t("{title} was opened on another device", { title: p.title }),
      body: t("A licence was issued to a device that had none yet. If it was not yours, change your password."),
      action: t("Open it in your library"),
    }),
  }),
  "mail-undeliverable": notice<{ address: string }>({
    audience: "buyer",
    category: "security",
    pace: "app",
    link: () => "/settings/notifications",
    words: (t, p) => ({
      title: t("Mail to {address} comes back", { address: p.address }),
      body: t(
        "Its mailbox refused several mails for good, so we stopped sending notices there. Everything stands here in the app. Once the address works again, ask for another try.",
      ),
      action: t("Try the address again"),
    }),
  }),
} as const
