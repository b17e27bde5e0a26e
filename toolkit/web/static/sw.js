// Offline: everything a search needs is stored at once, lists to leaf through afterwards, in the background.
"use strict";
const VERSION = "fayi-" + "@VERSION@";
const NOW = "@NOW@";
const LATER = "@LATER@";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(NOW)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n.startsWith("fayi-") && n !== VERSION).map((n) => caches.delete(n))))
    .then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  if (event.data !== "rest") return;
  event.waitUntil((async () => {
    const cache = await caches.open(VERSION);
    for (const path of LATER) {
      try { if (!(await cache.match(path))) await cache.add(path); } catch { return; }
    }
  })());
});
self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || /\/(api|team)(\/|$)/.test(url.pathname)) return;
  event.respondWith(answer(request, url));
});
async function answer(request, url) {
  const cache = await caches.open(VERSION);
  const plain = url.pathname.endsWith("/") ? new URL("index.html", url).href : url.origin + url.pathname;
  const stored = await cache.match(plain);
  if (stored) return stored;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && /\/concepts\//.test(url.pathname)) cache.put(plain, fresh.clone());
    return fresh;
  } catch (error) {
    if (/\/concepts\/[^/]+\.html$/.test(url.pathname)) {
      const shell = await cache.match(new URL("concepts/offline.html", self.registration.scope).href);
      if (shell) return shell;
    }
    throw error;
  }
}
