/**
 * When a page may have slept: its network went or came back, it is looked at again, it was thawed, it came back out of
 * the browser's cache, or its clock has jumped, as it does when a laptop's lid opens.
 */
const TICK_MS = 5_000

/** @param onWake called at once, perhaps several times over. @returns how to stop. */
export function whenAwake(onWake: () => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const seen = () => document.visibilityState === 'visible' && onWake()
  window.addEventListener('online', onWake, { signal })
  window.addEventListener('offline', onWake, { signal })
  window.addEventListener('pageshow', ({ persisted }) => persisted && onWake(), { signal })
  document.addEventListener('visibilitychange', seen, { signal })
  document.addEventListener('resume', onWake, { signal })
  let last = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - last > 2 * TICK_MS) onWake()
    last = now
  }, TICK_MS)
  return () => {
    stop.abort()
    clearInterval(timer)
  }
}
