/** Every endpoint of the REST API, in the order people read about them. The description and the page are made of this list. */
import "server-only"
import { getMe, listOwnSites, listTitles } from "./account.ts"
import { listClicks } from "./clicks.ts"
import { listOwnCodes } from "./codes.ts"
import { getCommission, listCommissions } from "./earnings.ts"
import type { Endpoint } from "./endpoint.ts"
import { getFigures } from "./figures.ts"
import { changeLink, getLink, listLinks, makeLink, retireLink } from "./links.ts"
import { getBalance, listPayouts } from "./payouts.ts"
import {
  changeWebhook,
  getWebhook,
  listDeliveries,
  listOwnWebhooks,
  makeWebhook,
  removeWebhook,
  replay,
  rotateWebhookSecret,
  sendPing,
} from "./webhooks.ts"

export const ENDPOINTS: readonly Endpoint[] = [
  getMe,
  listTitles,
  listOwnSites,
  listLinks,
  makeLink,
  getLink,
  changeLink,
  retireLink,
  listOwnCodes,
  getFigures,
  listClicks,
  listCommissions,
  getCommission,
  getBalance,
  listPayouts,
  listOwnWebhooks,
  makeWebhook,
  getWebhook,
  changeWebhook,
  removeWebhook,
  rotateWebhookSecret,
  sendPing,
  listDeliveries,
  replay,
]
