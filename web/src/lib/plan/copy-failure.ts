/** Why this device does not keep what is written here, and how long its storage is waited for. */
export type CopyFailure =
  /** The browser gives the page no storage: a private window, or switched off. */
  | 'unavailable'
  /** It does not answer: another tab may hold it, or the disk is very slow. */
  | 'silent'
  | 'full'
  /** The browser has cleared it, and gives no other. */
  | 'gone'
  /** Another tab has removed it, to start from the server's plan. */
  | 'removed'

/** Some browsers never answer where they keep nothing. */
export const ANSWERS_WITHIN_MS = 5_000

/** @throws DOMException `TimeoutError` where it takes longer. */
export function inTime<T>(work: Promise<T>): Promise<T> {
  const limit = new Promise<never>((_, reject) =>
    setTimeout(
      () => reject(new DOMException('The storage does not answer', 'TimeoutError')),
      ANSWERS_WITHIN_MS,
    ),
  )
  return Promise.race([work, limit])
}

/** @throws as `inTime`; what opens later is closed, as it would go out as if it were written then, of whatever epoch it is. */
export async function openInTime(opening: Promise<IDBDatabase>): Promise<IDBDatabase> {
  try {
    return await inTime(opening)
  } catch (error) {
    opening.then(
      (late) => late.close(),
      () => {},
    )
    throw error
  }
}

export function failureOf(error: unknown): CopyFailure {
  const { name } = error as DOMException
  if (name === 'QuotaExceededError') return 'full'
  return name === 'TimeoutError' ? 'silent' : 'unavailable'
}
