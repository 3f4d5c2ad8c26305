// A phone's page when the network is away: the last that came, with its own scripts and styles, and nothing else.
// It works only for the address of its own room; what is typed meanwhile waits in the page's outbox.
const HERE = new URL(self.registration.scope).pathname;
const STORE = `ordito:${HERE}`;

const isThePage = (request, url) => request.mode === "navigate" && url.pathname === HERE;
const isOurs = (request, url) => request.method === "GET" && url.origin === location.origin
  && (isThePage(request, url) || (request.mode !== "navigate" && url.pathname.startsWith("/static/")));

async function filled() {
  await caches.delete(STORE);
  const store = await caches.open(STORE);
  const page = await fetch(HERE);
  if (!page.ok || page.redirected) return;
  const parts = [...(await page.clone().text()).matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(([, where]) => where);
  await store.addAll([...new Set(parts)]);
  await store.put(HERE, page);
}

async function answered(request, key) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(key, answer.clone());
    return answer;
  } catch (away) {
    const kept = await store.match(key);
    if (kept) return kept;
    throw away;
  }
}

self.addEventListener("install", (event) => event.waitUntil(filled().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (isOurs(event.request, url)) event.respondWith(answered(event.request, isThePage(event.request, url) ? HERE : event.request));
});
