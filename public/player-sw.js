/* Gives a library page's player the bytes of a file as its pieces arrive: every range asked for is handed to the page that asked, which holds the keys. */
const PREFIX = "/library/~play/"

// Everything else goes past this worker without waking it, where the browser can be told so.
self.addEventListener("install", (event) => {
  self.skipWaiting()
  const elsewhere = { condition: { not: { urlPattern: `${PREFIX}*` } }, source: "network" }
  if (event.addRoutes) event.waitUntil(event.addRoutes([elsewhere]).catch(() => undefined))
})
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))
// A page loaded past its service worker (a forced reload) asks to be taken over.
self.addEventListener("message", (event) => {
  if (event.data === "claim") event.waitUntil(self.clients.claim())
})

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url)
  if (origin === self.location.origin && pathname.startsWith(PREFIX)) event.respondWith(answer(event, pathname))
})

async function answer(event, pathname) {
  const page = await self.clients.get(event.clientId)
  if (!page) return new Response("This address only plays inside its page.", { status: 410 })
  const { port1, port2 } = new MessageChannel()
  const said = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data)
  })
  event.request.signal.addEventListener("abort", () => port1.postMessage("gone"))
  page.postMessage({ fanfare: "play", pathname, range: event.request.headers.get("range") }, [port2])
  const { status, headers, body } = await said
  port1.close()
  return new Response(body, { status, headers })
}
