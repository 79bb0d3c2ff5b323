/**
 * Lets the app itself open without the server: its files are kept on the device when it is first visited, and
 * an address is answered with the page that they belong to where the server does not answer.
 *
 * Each build has a cache of its own. A new one takes over as soon as all of it is here: a page that was loaded again
 * must not find an older build than its own once it is offline. Code goes by names that never change, so a page of
 * the build before still finds its own. A page that is opened with the server there gets the server's, whatever is
 * kept here. Plans and requests to the API never come by: a plan's own copy is in IndexedDB.
 */
import { version } from '$app/env'
import { assets, immutable } from '$app/manifest'
import { self } from '$app/service-worker'
import { deviceName, partsOfName } from '../lib/ui/device-names.ts'
import { answerWithin, takeTurn } from './builds.ts'

const CACHE = deviceName(version)
const SHELL = '/'
const FILES = new Set(
  [...immutable, ...assets].map(({ path }) => new URL(path, self.location.origin).pathname),
)

/** Where code is, of this build or the one before. */
const CODE = '/_app/immutable/'

/** A network on which no answer has begun by then, as in a stockroom, counts as none. */
const PATIENCE_MS = 4_000
/** Addresses that are not pages. */
const NO_PAGES = ['/api/', '/calendar/']

/** What a proxy says while the server behind it is away. */
const AWAY = [502, 503, 504]

self.addEventListener('install', (event) => event.waitUntil(keepFiles()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (FILES.has(pathname) || pathname.startsWith(CODE)) event.respondWith(kept(request))
  else if (request.mode === 'navigate' && !NO_PAGES.some((path) => pathname.startsWith(path)))
    event.respondWith(page(request))
})

async function keepFiles(): Promise<void> {
  const cache = await caches.open(CACHE)
  // Not from the browser's own cache: that may have the page of an earlier build.
  await cache.addAll([SHELL, ...FILES].map((path) => new Request(path, { cache: 'reload' })))
  await self.skipWaiting()
}

/** Whoever is here without a service worker gets this one at once: what they open next may be offline. */
async function takeOver(): Promise<void> {
  const names = await caches.keys()
  const others = names.filter((name) => partsOfName(name) && name !== CACHE)
  // Pages may still be of the build before.
  const gone = await takeTurn(caches, CACHE, others)
  await Promise.all(gone.map((name) => caches.delete(name)))
  await self.clients.claim()
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const own = await cache.match(request, { ignoreSearch: true })
  return own ?? (await caches.match(request, { ignoreSearch: true })) ?? fetch(request)
}

async function page(request: Request): Promise<Response> {
  try {
    const response = await answerWithin(PATIENCE_MS, (signal) => fetch(request, { signal }))
    if (!AWAY.includes(response.status)) return response
  } catch {
    // No network, or none to speak of.
  }
  const cache = await caches.open(CACHE)
  return (await cache.match(SHELL)) ?? Response.error()
}
