/** Which builds' files stay on the device, and for how long an address is left to the server. */

/** Under which a build's cache notes its turn: no address of the app's. */
const TURN = '/_app/turn'

/**
 * Notes that this build takes over. After a rollback the cache that was made last is not of the build before.
 * @param others the names of the other builds' caches.
 * @returns those that no page can be of any more: all but the one whose turn was last.
 */
export async function takeTurn(
  caches: CacheStorage,
  own: string,
  others: readonly string[],
): Promise<string[]> {
  const turns = await Promise.all(
    others.map(async (name) => ({ name, turn: await turnOf(await caches.open(name)) })),
  )
  const before = turns.toSorted((a, b) => a.turn - b.turn)
  const last = before.pop()
  const cache = await caches.open(own)
  await cache.put(TURN, new Response(String((last?.turn ?? 0) + 1)))
  return before.map(({ name }) => name)
}

/** 0 for a build that noted none. */
async function turnOf(cache: Cache): Promise<number> {
  const noted = await cache.match(TURN)
  return noted ? Number(await noted.text()) : 0
}

/**
 * What the server answers, whose body may take as long as it does.
 * @throws where it has not begun to answer by then.
 */
export async function answerWithin(
  ms: number,
  ask: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), ms)
  try {
    return await ask(patience.signal)
  } finally {
    clearTimeout(timer)
  }
}
